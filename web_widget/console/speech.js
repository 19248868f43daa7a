// What an agent says: on its way for a moment, and back in the field it came from when it is taken back or refused.
import { newClientId, reasonOf } from "../shared/transport.js";
import { draftOf, giveBack } from "./drafts.js";
import { undoMs } from "./preferences.js";

/** What each of these makes of a conversation. @type {Record<string, Log.State>} */
const MADE = { close: "closed", hand_back: "bot", requeue: "queued" };

/** @typedef {import("./outgoing.js").Item} Item */

export class Speech {
  /** @param {import("./session.js").AgentSession} session */
  constructor(session) {
    this.session = session;
  }

  /** An answer, after a moment in which it can be taken back. @param {string} text @param {string | null} [macro] */
  say(text, macro = null) {
    const { conversation, moves, outgoing } = this.session;
    if (!conversation.id) return;
    const id = newClientId();
    const payload = { conversation: conversation.id, epoch: moves.epoch, client_id: id, text, ...(macro && { macro }) };
    outgoing.add(macro ? "macro" : "say", payload, undoMs(), { id, words: text });
  }

  /** A note, at once. @param {string} text */
  note(text) {
    const { conversation, outgoing } = this.session;
    if (!conversation.id) return;
    const id = newClientId();
    outgoing.add("note", { conversation: conversation.id, client_id: id, text }, 0, { id, words: text });
  }

  /** What was pressed last comes back, its words to the field they came from. @param {string} [id] */
  takeBack(id = this.session.outgoing.open().at(-1)?.id) {
    const item = id ? this.session.outgoing.takeBack(id) : null;
    if (item) this.#restore([item]);
    return Boolean(item);
  }

  /** @param {Item[]} items */
  #restore(items) {
    const { conversation, field, changed } = this.session;
    const [{ payload }] = items;
    const words = items
      .map((item) => item.words)
      .filter(Boolean)
      .join("\n");
    this.session.moves.left.delete(payload.conversation);
    if (words) giveBack(payload.conversation, words);
    const macro = items.find((item) => item.payload.macro)?.payload.macro ?? null;
    if (payload.conversation === conversation.id) field.draft(draftOf(payload.conversation), macro);
    changed();
  }

  /** The hub has it. @param {Item} item */
  async sent(item) {
    const { conversation, inbox, problems } = this.session;
    problems.problem = null;
    if (item.command === "say") return;
    if (conversation.id === item.payload.conversation) await conversation.load(item.payload.conversation);
    await inbox.refresh();
  }

  /**
   * The hub refused it. That what was asked for is so already is no problem: the answer to the first try was lost.
   * @param {Item[]} items
   * @param {unknown} error
   */
  async refused(items, error) {
    const { conversation, inbox, problems, changed } = this.session;
    const [{ payload, command }] = items;
    this.#restore(items);
    await inbox.refresh();
    const row = inbox.row(payload.conversation);
    if (MADE[command] && row?.state === MADE[command]) return;
    problems.problem = reasonOf(error);
    if (conversation.id === payload.conversation) await conversation.load(payload.conversation);
    changed();
  }
}
