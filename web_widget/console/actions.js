// What can be done with the open conversation.
import { html, useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { Snooze } from "./snooze.js";
import { snoozeWords } from "./snoozes.js";
import { ReassignSheet } from "./supervision.js";
import { Transfer } from "./transfer.js";

const SPAM =
  "Close this conversation as spam and block the customer? They cannot write again until someone unblocks them.";
/**
 * A supervisor takes a conversation from an agent who is there: both are told why.
 * @param {{ session: AgentSession, done: () => void }} props
 */
function TakeOver({ session, done }) {
  const [reason, setReason] = useState("");
  const first = useRef(/** @type {HTMLInputElement | null} */ (null));
  useLayoutEffect(() => first.current?.focus(), []);
  /** @param {Happening} event */
  const send = (event) => {
    event.preventDefault();
    if (!reason.trim()) return;
    session.moves.now("take", { reason: reason.trim() });
    done();
  };
  return html`<form
    class="card stack sheet"
    onSubmit=${send}
    aria-label="Take over"
    onKeyDown=${(event) => event.key === "Escape" && done()}
  >
    <div class="field">
      <label for="o-reason">Why are you taking over from ${session.conversation.view.agentName}?</label>
      <input
        class="input"
        id="o-reason"
        ref=${first}
        maxlength="500"
        required
        value=${reason}
        onInput=${(event) => setReason(event.currentTarget.value)}
      />
      <span class="hint">
        ${session.conversation.view.agentName} sees this, and it stays in the conversation. The customer sees your name.
      </span>
    </div>
    <div class="row">
      <button class="button primary small" disabled=${!reason.trim()}>Take over</button>
      <button type="button" class="button small" onClick=${done}>Cancel</button>
    </div>
  </form>`;
}

/**
 * With another agent: whoever may takes it over; with one whose console is closed, everybody may.
 * @param {{
 *   session: AgentSession,
 *   user: User,
 *   row?: InboxRow,
 *   sheet: string,
 *   setSheet: (sheet: string) => void,
 * }} props
 */
function WithAnother({ session, user, row, sheet, setSheet }) {
  const { busy } = session.moves;
  if (row?.away)
    return html`<button class="button primary" disabled=${busy} onClick=${() => session.moves.now("take")}>
      Take over
    </button>`;
  if (!user.may.includes("take_over")) return null;
  return html`
    <button
      class="button small"
      disabled=${busy}
      aria-expanded=${sheet === "over"}
      onClick=${() => setSheet(sheet === "over" ? "" : "over")}
    >
      Take over…
    </button>
    <button
      class="button small"
      disabled=${busy}
      aria-expanded=${sheet === "reassign"}
      onClick=${() => setSheet(sheet === "reassign" ? "" : "reassign")}
    >
      Reassign…
    </button>
    ${sheet === "over" && html`<${TakeOver} session=${session} done=${() => setSheet("")} />`}
    ${sheet === "reassign" && html`<${ReassignSheet} session=${session} done=${() => setSheet("")} />`}
  `;
}

/**
 * @param {{
 *   session: AgentSession,
 *   user: User,
 *   row?: InboxRow,
 *   sheet: string,
 *   setSheet: (sheet: string) => void,
 * }} props
 */
export function Actions({ session, user, row, sheet, setSheet }) {
  const { id, view, header } = session.conversation;
  const busy = session.moves.busy || Boolean(id && session.outgoing.moving(id));
  const mine = view.state === "agent" && view.agent === session.inbox.me?.id;
  if (view.state === "queued" || view.state === "bot") {
    return html`<button class="button primary" disabled=${busy} onClick=${() => session.moves.now("take")}>
      Take over
    </button>`;
  }
  if (view.state === "closed")
    return html`<button class="button" disabled=${busy} onClick=${() => session.moves.now("reopen")}>Reopen</button>`;
  if (view.state === "agent" && !mine)
    return html`<${WithAnother} session=${session} user=${user} row=${row} sheet=${sheet} setSheet=${setSheet} />`;
  if (!mine) return null;
  const snoozed = header && header.snoozed_until > Date.now() ? header.snoozed_until : 0;
  /** @param {string} name */
  const toggle = (name) => () => setSheet(sheet === name ? "" : name);
  const done = () => setSheet("");
  return html`
    <div class="talk-actions">
      <button class="button small" disabled=${busy} aria-expanded=${sheet === "snooze"} onClick=${toggle("snooze")}>
        ${snoozed ? `Snoozed ${snoozeWords(snoozed)}` : "Snooze…"}
      </button>
      <button class="button small" disabled=${busy} aria-expanded=${sheet === "transfer"} onClick=${toggle("transfer")}>
        Transfer…
      </button>
      <button
        class="button small"
        disabled=${busy}
        title="The assistant continues from here"
        onClick=${() => session.moves.later("hand_back")}
      >
        Return to bot
      </button>
      <button class="button small danger apart" disabled=${busy} onClick=${() => session.moves.later("close")}>
        Close
      </button>
      <button class="button small quiet" disabled=${busy} aria-expanded=${sheet === "more"} onClick=${toggle("more")}>
        More…
      </button>
    </div>
    ${sheet === "transfer" && html`<${Transfer} session=${session} done=${done} />`}
    ${sheet === "snooze" && html`<${Snooze} session=${session} snoozed=${snoozed} done=${done} />`}
    ${sheet === "more" && html`<${More} session=${session} done=${done} />`}
  `;
}

/** What is done seldom, and never by a slip beside Close. @param {{ session: AgentSession, done: () => void }} props */
function More({ session, done }) {
  const spam = () => {
    if (!confirm(SPAM)) return;
    session.moves.later("close", { spam: true });
    done();
  };
  return html`<div class="card spread sheet" role="group" aria-label="More actions">
    <span class="hint">Spam closes the conversation, and the customer cannot write again.</span>
    <span class="row">
      <button class="button small danger" onClick=${spam}>Spam</button>
      <button class="button small" onClick=${done}>Cancel</button>
    </span>
  </div>`;
}

/** @type {[name: Verdict, words: string][]} */
export const VERDICTS = [
  ["right", "Right"],
  ["too_early", "Too early"],
  ["too_late", "Too late"],
  ["not_needed", "Not needed"],
];

/**
 * After the ending: one key says whether the hand-off came when it should.
 * @param {{ session: AgentSession }} props
 */
export function Verdict({ session }) {
  return html`<div class="compose verdict" role="group" aria-label="Did the hand-off come at the right time?">
    <span>Did the hand-off come at the right time?</span>
    <span class="row wrap">
      ${VERDICTS.map(
        ([name, words], at) => html`<button
          type="button"
          class="button small"
          key=${name}
          onClick=${() => session.moves.verdict(name)}
        >
          <kbd class="long">${at + 1}</kbd> ${words}
        </button>`,
      )}
      <button type="button" class="button small quiet" onClick=${() => session.moves.skipVerdict()}>Skip</button>
    </span>
  </div>`;
}

/**
 * Whether the verdict is asked: it was handed off, this agent ended it, and nobody has judged it.
 * @param {AgentSession} session
 */
export function asksVerdict(session) {
  const { id, header, view } = session.conversation;
  if (!id || !header?.handoff || header.verdict || session.moves.skipped.has(id)) return false;
  if (view.state !== "closed" && view.state !== "bot") return false;
  const ended = view.events.findLast(({ event }) => event === "conversation.closed" || event === "handed.back");
  return endedBy(ended) === session.inbox.me?.id;
}

/** @param {Log.Entry} [ended] */
function endedBy(ended) {
  if (ended?.event === "conversation.closed") return ended.who ?? ended.by;
  return ended?.event === "handed.back" ? ended.by : null;
}
