// The queue and the other lists at the left.
import { html } from "../shared/preact.js";
import { ago } from "../shared/time.js";

export const REASONS = {
  customer_request: "asked for a person", frustration: "frustrated", complexity: "complex", low_confidence: "bot unsure",
  repeated_question: "asked again", missing_knowledge: "bot does not know", policy_limit: "needs approval", risk: "risk",
  vip_rule: "priority customer", bot_unavailable: "bot unavailable", tool_failure: "look-up failed", agent_takeover: "taken over",
  promise_due: "promise due", feedback: "feedback",
};

export function nameOf(row) {
  return row.customer_name ?? `Visitor ${row.id.slice(2, 6)}`;
}

function tone(row) {
  return row.priority !== null && row.priority <= 0 ? "bad" : row.priority === 1 ? "warn" : "";
}

function Entry({ row, session }) {
  const since = row.state === "queued" ? row.waiting_since : row.updated_at;
  return html`<button class="entry" aria-current=${session.open === row.id} onClick=${() => session.show(row.id)}>
    <span class="spread"><strong>${nameOf(row)}</strong><span class="hint">${row.state === "queued" ? `waits ${ago(since)}` : ago(since)}</span></span>
    <span class=${`preview ${session.unread(row) ? "unread" : ""}`}>${row.preview || "No message yet"}</span>
    <span class="row">
      ${row.reason && row.state !== "bot" && html`<span class=${`chip ${tone(row)}`}>${REASONS[row.reason] ?? row.reason}</span>`}
      ${row.mood !== null && row.mood < -0.35 && html`<span class="chip bad">low mood</span>`}
      ${row.agent_name && html`<span class="chip">${row.agent_name}</span>`}
    </span>
  </button>`;
}

function List({ title, rows, empty, session }) {
  return html`<section class="list"><h2><span>${title}</span><span>${rows.length || ""}</span></h2>
    ${rows.length === 0 && empty && html`<p class="empty">${empty}</p>`}
    ${rows.map((row) => html`<${Entry} key=${row.id} row=${row} session=${session} />`)}
  </section>`;
}

export function Lists({ session }) {
  const lists = session.lists;
  if (!lists) return html`<nav class="lists" aria-label="Conversations"><p class="empty">Loading…</p></nav>`;
  return html`<nav class="lists" aria-label="Conversations" data-testid="lists">
    <${List} title="Waiting for a person" rows=${lists.queue} empty="Nobody is waiting." session=${session} />
    <${List} title="My conversations" rows=${lists.mine} empty="Take one from the queue." session=${session} />
    ${lists.others.length > 0 && html`<${List} title="With colleagues" rows=${lists.others} session=${session} />`}
    <${List} title="With the assistant" rows=${lists.bot} empty="No one is chatting with the assistant." session=${session} />
    ${lists.closed.length > 0 && html`<${List} title="Ended" rows=${lists.closed} session=${session} />`}
  </nav>`;
}
