// Folds over the log, pure: the same events give the same screen, whatever way they came.

/** @returns {CustomerView} */
export function emptyCustomer() {
  return {
    seq: 0,
    items: [],
    state: "new",
    agent: null,
    thinking: false,
    thumbs: {},
    stars: null,
    heard: [],
    offered: 0,
    gap: false,
  };
}

const SHOWN = new Set(["customer", "bot", "agent", "file", "system"]);

/** Whether it is a line of the conversation. @param {CustomerEvent} event @returns {event is CustomerLine} */
const isLine = (event) => SHOWN.has(event.kind);

/**
 * One event. A repeated one changes nothing; one that comes too early only marks the gap.
 * @param {CustomerView} view
 * @param {CustomerEvent} event
 * @returns {CustomerView}
 */
export function customerEvent(view, event) {
  if (event.seq <= view.seq) return view;
  if (event.seq > view.seq + 1) return { ...view, gap: true };
  const next = { ...view, seq: event.seq };
  if (isLine(event)) next.items = [...view.items, event];
  switch (event.kind) {
    case "customer":
      next.heard = [...view.heard, event.client_id];
      next.offered = 0;
      break;
    case "bot":
      if (event.options.length > 0) next.offered = event.seq;
      break;
    case "thinking":
      next.thinking = event.on;
      if (event.on) next.offered = 0;
      break;
    case "moved":
      next.state = event.to;
      next.agent = event.to === "agent" ? event.agent : null;
      next.thinking = false;
      next.offered = 0;
      if (event.to === "bot") next.stars = null;
      break;
    case "thumb":
      next.thumbs = { ...view.thumbs, [event.of]: event.helpful };
      break;
    case "rated":
      next.stars = event.stars;
      break;
  }
  return next;
}

/**
 * Many events, as a resume brings them.
 * @param {CustomerView} view
 * @param {CustomerEvent[]} events
 * @returns {CustomerView}
 */
export function customerEvents(view, events) {
  return events.reduce(customerEvent, { ...view, gap: false });
}

/** @returns {AgentView} */
export function emptyAgent() {
  return {
    seq: 0,
    events: [],
    gap: false,
    state: "new",
    epoch: 0,
    agent: null,
    agentName: null,
    scores: {},
    handoff: null,
    stars: null,
  };
}

/**
 * @param {AgentView} view
 * @param {Log.Entry} event
 * @returns {AgentView}
 */
export function agentEvent(view, event) {
  if (event.seq <= view.seq) return view;
  if (event.seq > view.seq + 1) return { ...view, gap: true };
  /** @type {AgentView} */
  const next = { ...view, seq: event.seq, events: [...view.events, event] };
  if ("to" in event) {
    next.state = event.to;
    next.epoch = view.epoch + 1;
    next.agent = event.event === "agent.joined" ? event.agent : null;
    next.agentName = event.event === "agent.joined" ? event.agent_name : null;
  }
  switch (event.event) {
    case "turn.done":
      next.scores = { ...view.scores, [event.last]: event };
      break;
    case "handoff.requested":
      next.handoff = event;
      break;
    case "conversation.rated":
      next.stars = event.stars;
      break;
  }
  return next;
}

/**
 * @param {AgentView} view
 * @param {Log.Entry[]} events
 * @returns {AgentView}
 */
export function agentEvents(view, events) {
  return events.reduce(agentEvent, { ...view, gap: false });
}
