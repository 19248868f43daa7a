// The open conversation: the fold over its log, its header, and who else is at it now.
import { agentEvent, agentEvents, emptyAgent } from "../shared/reducer.js";
import { patiently } from "../shared/transport.js";

const TYPING_SHOWN_MS = 5000;
const MOST_RECENT = 60; // conversations an agent comes back to, which are on the screen at once
const MOST_EVENTS = 2000; // of one that is kept
const NAMED_MS = 100; // browsers take few new addresses from who walks through a list by keys

/**
 * @typedef {{
 *   id: string | null,
 *   view: AgentView,
 *   header: Header | null,
 *   looking: string[],
 *   customerRead: number,
 *   typing: boolean,
 *   agentTyping: string | null,
 * }} State
 */

/** Before anything of it is known. @param {string | null} id @returns {State} */
export function unread(id) {
  return { id, view: emptyAgent(), header: null, looking: [], customerRead: 0, typing: false, agentTyping: null };
}

/**
 * What the hub answered, over what is known.
 * @param {State} state
 * @param {OpenedConversation} answer
 * @returns {State}
 */
export function opened(state, answer) {
  return {
    ...state,
    header: answer.conversation,
    looking: answer.looking,
    customerRead: Math.max(state.customerRead, answer.read),
    view: agentEvents(state.view, answer.events),
  };
}

/** After a push about it. @param {State} state @param {AgentPush} push @returns {State} */
export function pushed(state, [name, data]) {
  switch (name) {
    case "presence":
      return { ...state, looking: data.names };
    case "seen":
      return { ...state, customerRead: data.seq };
    case "typing":
      if (data.who === "agent") return { ...state, agentTyping: data.on ? (data.name ?? null) : null };
      return { ...state, typing: data.on };
    case "event": {
      const view = agentEvent(state.view, data);
      return { ...state, view, typing: state.typing && (view.gap || data.event !== "customer.said") };
    }
    default:
      return state;
  }
}

/** A reload comes back to it. @param {string | null} id */
function nameAddress(id) {
  history.replaceState(null, "", `${location.pathname}${location.search}${id ? `#${id}` : ""}`);
}

export class ConversationStore {
  /**
   * @param {{
   *   link: () => AgentLink,
   *   problems: import("./problems.js").Problems,
   *   changed: () => void,
   *   read: (event?: Log.Entry) => void,
   * }} parts `read` hears of every event that was taken in, and without one of a whole conversation
   */
  constructor({ link, problems, changed, read }) {
    this.link = link;
    this.problems = problems;
    this.changed = changed;
    this.read = read;
    this.now = unread(location.hash.slice(1) || null); // a link to a conversation opens it
    /** Whether nobody is to see who looks: for supervisors. */
    this.silent = false;
    /** Those that were open before, as they stood; what came since is asked for. @type {Map<string, State>} */
    this.recent = new Map();
    /** The message to be scrolled to. @type {number | null} */
    this.wantedSeq = null;
  }

  get id() {
    return this.now.id;
  }
  get view() {
    return this.now.view;
  }
  get header() {
    return this.now.header;
  }

  /**
   * Leave what was open, and begin with the next; null for none.
   * @param {string | null} id
   * @param {number | null} seq
   */
  begin(id, seq) {
    this.wantedSeq = seq;
    if (this.id && this.id !== id)
      this.link()
        .send("leave", { conversation: this.id })
        .catch(() => {});
    clearTimeout(this.naming);
    this.naming = setTimeout(nameAddress, NAMED_MS, id);
    this.#keep();
    this.now = (id && this.recent.get(id)) || unread(id);
  }

  #keep() {
    const { id, header, view } = this.now;
    if (!id || !header || view.events.length > MOST_EVENTS) return;
    this.recent.delete(id);
    this.recent.set(id, { ...this.now, looking: [], typing: false, agentTyping: null });
    if (this.recent.size > MOST_RECENT) this.recent.delete(this.recent.keys().next().value ?? "");
  }

  /** Everything since what is known; live from then on. @param {string} id */
  async load(id) {
    const { silent } = this;
    const ask = () => this.link().send("open", { conversation: id, after: this.view.seq, silent });
    const answer = await this.problems.attempt(() => patiently(ask, () => this.id === id), "trouble");
    if (!answer || this.id !== id) return;
    this.now = opened(this.now, answer);
    this.read();
    this.changed();
  }

  /** @param {AgentPush} push */
  push(push) {
    const next = pushed(this.now, push);
    if (next.view.gap && this.id) return void this.load(this.id);
    this.now = next;
    if (push[0] === "typing") this.forgetTyping();
    if (push[0] === "event") this.read(push[1]);
    this.changed();
  }

  /** Who stops without saying so types no more after a while. */
  forgetTyping() {
    clearTimeout(this.typingEnds);
    this.typingEnds = setTimeout(() => {
      this.now = { ...this.now, typing: false, agentTyping: null };
      this.changed();
    }, TYPING_SHOWN_MS);
  }
}
