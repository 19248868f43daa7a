// The open conversation: who has it, what was said, and where one writes.
import { html } from "../shared/preact.js";
import { listed } from "../shared/text.js";
import { Actions, asksVerdict, Verdict } from "./actions.js";
import { Compose } from "./compose.js";
import { Next } from "./next.js";
import { Pending } from "./pending.js";
import { callbackOf, nameOf } from "./rows.js";
import { SilentView } from "./supervision.js";
import { Transcript } from "./transcript.js";

/** @type {Record<Log.State, string>} */
const STATES = { bot: "with the assistant", queued: "in the queue", agent: "with", closed: "closed", new: "" };

/** Whether the agent who is signed in has the open conversation. @param {AgentSession} session */
export function isMine({ conversation, inbox }) {
  return conversation.view.state === "agent" && conversation.view.agent === inbox.me?.id;
}

/** Whether what is typed now is for its customer. @param {AgentSession} session */
export function writesTo(session) {
  return isMine(session) || session.moves.taking?.conversation === session.conversation.id;
}

/** Why nothing can be said to the customer. @param {AgentSession} session @param {InboxRow} [row] */
function whyNot({ conversation, moves }, row) {
  const { id, view } = conversation;
  if (moves.taking?.conversation === id) return "Taking over…";
  if (view.state === "closed") return "This conversation is closed. Reopen it to reply.";
  if (view.state !== "agent") return "Take over to reply.";
  return row?.away
    ? `${view.agentName} is offline. Take over to reply.`
    : `${view.agentName} is handling this conversation.`;
}

/** What the customer wants, in their words. @param {AgentSession} session @param {InboxRow} [row] */
function matterOf({ conversation }, row) {
  const { header, view } = conversation;
  const event = view.events.find(({ seq }) => seq === header?.matter);
  return (event?.event === "customer.said" ? event.text : row?.matter) ?? "";
}

/** Whose conversation it is, and how it stands. @param {{ session: AgentSession, row?: InboxRow }} props */
function Title({ session, row }) {
  const { view, header } = session.conversation;
  const { card } = session.beside.now;
  const state = view.state === "agent" ? `with ${isMine(session) ? "you" : view.agentName}` : STATES[view.state];
  const matter = matterOf(session, row);
  return html`<h2>
    ${card?.profile.name || card?.account?.name || (row ? nameOf(row) : "Conversation")} <span
      class="chip"
      data-testid="state"
    >
      ${state}
    </span>
    ${header?.callback && html` <span class="chip warn">${callbackOf(header.callback)}</span>`}
    ${header?.wanted && html` <span class="chip warn">for ${header.wanted}</span>`}
    ${matter && html`<span class="matter" title=${matter}>${matter}</span>`}
  </h2>`;
}

/** Which other agents have it open. @param {{ session: AgentSession }} props */
function Others({ session }) {
  const { looking, agentTyping } = session.conversation.now;
  const others = looking.filter((name) => name !== session.inbox.me?.name);
  if (others.length === 0) return null;
  return html`<span class="hint" role="status">
    ${agentTyping ? `${agentTyping} is typing` : `${listed(others)} ${others.length > 1 ? "are" : "is"} also viewing`}
  </span>`;
}

/** What is written below the transcript, or why nothing is. @param {{ session: AgentSession, row?: InboxRow }} props */
function Below({ session, row }) {
  const { id } = session.conversation;
  const mine = isMine(session);
  const { words } = session.problems;
  return html`<div>
    ${words && html`<p class="notice bad" role="alert">${words}</p>`}
    <${Pending} session=${session} here=${true} />
    <${Next} session=${session} />
    ${
      !session.conversation.header
        ? html`<p class="compose hint" role="status">Loading…</p>`
        : asksVerdict(session)
          ? html`<${Verdict} session=${session} />`
          : html`
          ${!mine && html`<p class="compose hint">${whyNot(session, row)}</p>`}
          <${Compose} key=${id} session=${session} mine=${mine} />
        `
    }
  </div>`;
}

/**
 * @param {{
 *   session: AgentSession,
 *   user: User,
 *   showSide: () => void,
 *   sheet: string,
 *   setSheet: (sheet: string) => void,
 * }} props
 */
export function Talk({ session, user, showSide, sheet, setSheet }) {
  const { id } = session.conversation;
  if (!id) {
    return html`<section class="talk">
      <div class="empty">
        <h2>No conversation selected</h2>
        <p>Select one from the list. Urgent conversations come first, then those waiting longest.</p>
        <p class="hint long">Press <kbd>Ctrl K</kbd> to search, <kbd>?</kbd> for all shortcuts.</p>
      </div>
    </section>`;
  }
  const row = session.inbox.row(id);
  return html`<section class="talk" aria-label="Conversation">
    <header class="talk-top">
      <button class="button small back" onClick=${() => session.show(null)}>Back</button>
      ${
        session.connection !== "online" &&
        html`<span class="row hint back"><span class="dot off" />Reconnecting…</span>`
      }
      <${Title} session=${session} row=${row} />
      <${Others} session=${session} />
      <${SilentView} session=${session} />
      <button class="button small side-toggle" onClick=${showSide}>Details</button>
      <${Actions} session=${session} user=${user} row=${row} sheet=${sheet} setSheet=${setSheet} />
    </header>
    <${Transcript} key=${id} session=${session} />
    <${Below} session=${session} row=${row} />
  </section>`;
}
