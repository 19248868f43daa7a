// What can be done from the keyboard: by a letter, or by name in the command bar.
import { roomsOf } from "../shared/bar.js";
import { asksVerdict, VERDICTS } from "./actions.js";
import { ringing } from "./offers.js";
import { snoozeTimes } from "./snoozes.js";
import { isMine } from "./talk.js";
import { PRESENCES } from "./team.js";

/**
 * What a command may put on the screen.
 * @typedef {{
 *   setSheet: (sheet: string) => void,
 *   setShown: (shown: string) => void,
 *   setSide: (side: boolean) => void,
 * }} Screen
 */

/**
 * Letters that move a conversation, or to another one: see keys.js. Taking one opens a field, so that runs at once and
 * what follows is text.
 */
export const MOVING = new Set(["b", "c", "d", "g", "o", "u", "y"]);

/** @returns {HTMLInputElement | null} */
const labelField = () => document.querySelector("input#label");

/**
 * Where the details are folded away they come first: a field that is not seen takes no letters.
 * @param {Screen} screen
 */
function labelIt({ setSide }) {
  if (!labelField()?.checkVisibility()) setSide(true);
  labelField()?.focus();
  requestAnimationFrame(() => labelField()?.focus());
}

/** What is typed from here on is the answer. @param {AgentSession} session @param {"take" | "reopen"} move */
function begin({ moves, field }, move) {
  moves.now(move);
  field.now.focus();
}

/** The field for notes, also where the verdict is asked in its place. @param {AgentSession} session */
function writeNote(session) {
  if (!asksVerdict(session)) return session.field.now.note();
  session.field.wantsNote = true;
  session.moves.skipVerdict();
}

/**
 * What can be done with the conversation one has.
 * @param {AgentSession} session
 * @param {Screen} screen
 * @returns {Action[]}
 */
function ownActions({ moves, conversation, tools, field }, { setSheet }) {
  const snoozed = (conversation.header?.snoozed_until ?? 0) > Date.now();
  return [
    { words: "Transfer to an agent or department", keys: "f", run: () => setSheet("transfer") },
    { words: "Return to bot", keys: "b", run: () => moves.later("hand_back") },
    { words: "Snooze until another time", keys: "s", run: () => setSheet("snooze") },
    { words: "Close this conversation", keys: "c", run: () => moves.later("close") },
    ...snoozeTimes().map(([words, until]) => ({
      words: `Snooze: ${words.toLowerCase()}`,
      run: () => moves.now("snooze", { until }),
    })),
    ...(snoozed ? [{ words: "Unsnooze", run: () => moves.now("snooze", { until: 0 }) }] : []),
    ...tools.now.macros.map((macro) => ({
      words: `Macro /${macro.shortcut}: ${macro.title}`,
      run: () => field.now.macro(macro),
    })),
  ];
}

/** By name. @param {AgentSession} session @param {User} user @param {Screen} screen @returns {Action[]} */
export function actionsOf(session, user, screen) {
  const { id, view } = session.conversation;
  const { moves } = session;
  const waits = id && ["queued", "bot"].includes(view.state);
  return [
    ...(moves.mostUrgent()
      ? [{ words: "Take over the most urgent", keys: "u", run: () => moves.takeMostUrgent() }]
      : []),
    ...(waits ? [{ words: "Take over this conversation", keys: "t", run: () => begin(session, "take") }] : []),
    ...(id && view.state === "closed"
      ? [{ words: "Reopen this conversation", keys: "o", run: () => begin(session, "reopen") }]
      : []),
    ...(isMine(session) ? ownActions(session, screen) : []),
    ...(id ? [{ words: "Add a label", keys: "l", run: () => labelIt(screen) }] : []),
    ...PRESENCES.map(([name, words]) => ({
      words: `My status: ${words.toLowerCase()}`,
      run: () => session.team.switchTo(name),
    })),
    { words: "End shift", run: () => screen.setShown("shift") },
    { words: "Keyboard shortcuts and preferences", keys: "?", run: () => screen.setShown("sheet") },
    ...roomsOf(user)
      .filter(([name]) => name !== "console")
      .map(([name, words]) => ({ words: `Open ${words.toLowerCase()}`, run: () => location.assign(name) })),
  ];
}

/** To the next or the one before in the lists. @param {AgentSession} session @param {number} by */
function step(session, by) {
  const rows = session.list.rows();
  const at = rows.findIndex((row) => row.id === session.conversation.id);
  const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
  session.list.walk();
  if (next) session.show(next.id, null, true);
}

/** By a key. @param {AgentSession} session @param {Screen} screen @returns {Record<string, () => unknown>} */
export function keysOf(session, screen) {
  const { id, view } = session.conversation;
  const { moves } = session;
  const verdicts = asksVerdict(session) ? VERDICTS : [];
  const [offer] = ringing(session.inbox.lists);
  return {
    "Ctrl+k": () => screen.setShown("palette"),
    "?": () => screen.setShown("sheet"),
    j: () => step(session, 1),
    k: () => step(session, -1),
    "[": () => session.list.turn(-1),
    "]": () => session.list.turn(1),
    u: () => moves.takeMostUrgent(),
    g: () => moves.goOn(),
    ArrowDown: () => step(session, 1),
    ArrowUp: () => step(session, -1),
    ...Object.fromEntries(verdicts.map(([name], at) => [String(at + 1), () => moves.verdict(name)])),
    ...(offer && { y: () => moves.takeRow(offer), d: () => moves.decline(offer) }),
    ...(id && { l: () => labelIt(screen), n: () => writeNote(session) }),
    ...(id && ["queued", "bot"].includes(view.state) && { t: () => begin(session, "take") }),
    ...(id && view.state === "closed" && { o: () => begin(session, "reopen") }),
    ...(isMine(session) && {
      b: () => moves.later("hand_back"),
      c: () => moves.later("close"),
      f: () => screen.setSheet("transfer"),
      s: () => screen.setSheet("snooze"),
      r: () => session.field.now.answer(),
    }),
    ...(session.outgoing.open().length && { "Ctrl+z": () => session.speech.takeBack() }),
  };
}
