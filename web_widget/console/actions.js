// What can be done with the open conversation.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { ReassignSheet } from "./supervision.js";
import { loadWords, presenceWords } from "./team.js";

const HOUR = 3_600_000;
const SPAM =
  "Close this conversation as spam and block the customer? They cannot write again until someone unblocks them.";
/** @type {Intl.DateTimeFormatOptions} */
const SNOOZED = { weekday: "short", hour: "2-digit", minute: "2-digit" };
/**
 * Times to snooze until, in the agent's own time zone.
 * @returns {[words: string, at: number][]}
 */
export function laterTimes(now = new Date()) {
  const evening = new Date(now);
  evening.setHours(17, 0, 0, 0);
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(9, 0, 0, 0);
  /** @type {[words: string, at: number][]} */
  const times = [
    ["In 1 hour", now.getTime() + HOUR],
    ["In 3 hours", now.getTime() + 3 * HOUR],
  ];
  if (evening > now) times.push(["Today, 17:00", evening.getTime()]);
  return [...times, ["Tomorrow, 9:00", morning.getTime()]];
}

/** Whether an agent is there, and what they carry. @param {TeamMember} [member] */
function standing(member) {
  const { presence } = member ?? { presence: "offline" };
  const words = presenceWords(/** @type {Presence} */ (presence)).toLowerCase();
  return member && presence !== "offline" ? `${words}, load ${loadWords(member)}` : words;
}

/** @param {{ session: AgentSession, to: string, setTo: (to: string) => void }} props */
function Whom({ session, to, setTo }) {
  const first = useRef(/** @type {HTMLSelectElement | null} */ (null));
  useLayoutEffect(() => first.current?.focus(), []);
  useEffect(() => void session.tools.load(), []); // who is there now
  const { departments, agents } = session.tools.now;
  const offline = agents.find((agent) => `agent:${agent.login}` === to && !agent.present);
  const others = agents.filter((agent) => agent.login !== session.inbox.me?.login);
  return html`<div class="field">
    <label for="t-to">To</label>
    <select class="input" id="t-to" ref=${first} value=${to} onChange=${(event) => setTo(event.currentTarget.value)}>
      <option value="">Next available agent</option>
      ${
        departments.length > 0 &&
        html`<optgroup label="Departments">
          ${departments.map(
            (department) => html`<option key=${department.id} value=${`department:${department.id}`}>
              ${department.name}
            </option>`,
          )}
        </optgroup>`
      }
      ${
        others.length > 0 &&
        html`<optgroup label="Agents">
          ${others.map(
            (agent) => html`<option key=${agent.login} value=${`agent:${agent.login}`}>
              ${agent.name} (${standing(session.team.of(agent.login))})
            </option>`,
          )}
        </optgroup>`
      }
    </select>
    ${
      offline &&
      html`<span class="hint">
        ${offline.name} is offline. The conversation waits in their list, and other agents can take over.
      </span>`
    }
  </div>`;
}

/** @param {{ session: AgentSession, done: () => void }} props */
function Transfer({ session, done }) {
  const [to, setTo] = useState("");
  const [note, setNote] = useState("");
  /** @param {Happening} event */
  const send = (event) => {
    event.preventDefault();
    const [kind, name] = to.split(":");
    session.moves.later("requeue", {
      ...(kind === "agent" && { to: name }),
      ...(kind === "department" && { department: name }),
      note,
    });
    done();
  };
  return html`<form
    class="card stack sheet"
    onSubmit=${send}
    aria-label="Transfer"
    onKeyDown=${(event) => event.key === "Escape" && done()}
  >
    <${Whom} session=${session} to=${to} setTo=${setTo} />
    <div class="field">
      <label for="t-note">Note (optional)</label>
      <textarea
        class="input"
        id="t-note"
        rows="3"
        maxlength="4000"
        value=${note}
        onInput=${(event) => setNote(event.currentTarget.value)}
      />
    </div>
    <div class="row">
      <button class="button primary small">Transfer</button>
      <button type="button" class="button small" onClick=${done}>Cancel</button>
    </div>
  </form>`;
}

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
  return html`
    <div class="talk-actions">
      <select
        class="input narrow small"
        aria-label="Snooze"
        value=""
        disabled=${busy}
        onChange=${(event) =>
          event.currentTarget.value && session.moves.now("snooze", { until: Number(event.currentTarget.value) })}
      >
        <option value="">
          ${snoozed ? `Snoozed until ${new Date(snoozed).toLocaleString([], SNOOZED)}` : "Snooze…"}
        </option>
        ${snoozed > 0 && html`<option value="0">Unsnooze</option>`}
        ${laterTimes().map(([words, at]) => html`<option key=${words} value=${at}>${words}</option>`)}
      </select>
      <button
        class="button small"
        disabled=${busy}
        aria-expanded=${sheet === "transfer"}
        onClick=${() => setSheet(sheet === "transfer" ? "" : "transfer")}
      >
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
      <button
        class="button small quiet apart"
        disabled=${busy}
        title="Close as spam and block this customer"
        onClick=${() => confirm(SPAM) && session.moves.later("close", { spam: true })}
      >
        Spam
      </button>
      <button class="button small danger" disabled=${busy} onClick=${() => session.moves.later("close")}>Close</button>
    </div>
    ${sheet === "transfer" && html`<${Transfer} session=${session} done=${() => setSheet("")} />`}
  `;
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
          <kbd>${at + 1}</kbd> ${words}
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
