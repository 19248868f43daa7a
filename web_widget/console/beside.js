// What stands beside the open conversation: the hand-off note, the customer, marks, and what the knowledge base says.
import { request } from "../shared/transport.js";

export const STAYS_MS = 100; // who looks that long at a conversation stays

/**
 * @typedef {{
 *   brief: Handoff.HandoverNote | null,
 *   card: Answer.CustomerCard | null,
 *   suggested: Answer.SuggestedList | null,
 *   marks: Answer.MarkStoreMark[],
 * }} Parts
 */

/** @returns {Parts} */
const nothing = () => ({ brief: null, card: null, suggested: null, marks: [] });

export class BesideStore {
  /**
   * @param {{
   *   conversation: import("./conversation.js").ConversationStore,
   *   link: () => AgentLink,
   *   problems: import("./problems.js").Problems,
   *   changed: () => void,
   * }} parts
   */
  constructor({ conversation, link, problems, changed }) {
    this.conversation = conversation;
    this.link = link;
    this.problems = problems;
    this.changed = changed;
    this.now = nothing();
  }

  forget() {
    clearTimeout(this.later);
    this.now = nothing();
  }

  /** As soon as one stays: who walks through the list asks for nothing on the way. */
  lookSoon() {
    clearTimeout(this.later);
    this.later = setTimeout(() => this.look(), STAYS_MS);
  }

  /** Ask for all of it again; what comes when another conversation is open is dropped. */
  look() {
    const { id, header } = this.conversation;
    if (!id) return;
    const about = `conversation=${encodeURIComponent(id)}`;
    this.#keep(
      id,
      this.link()
        .send("brief", { conversation: id })
        .then(({ note }) => ({ brief: note })),
    );
    this.#keep(
      id,
      request(`/api/suggestions?${about}`).then((suggested) => ({ suggested })),
    );
    this.#keep(
      id,
      request(`/api/marks?${about}`).then(({ marks }) => ({ marks })),
    );
    if (header)
      this.#keep(
        id,
        request(`/api/customers/${header.customer}`).then((card) => ({ card })),
      );
  }

  /** @param {string} id @param {Promise<Partial<Parts>>} work */
  async #keep(id, work) {
    const part = await work.catch(() => null);
    if (!part || this.conversation.id !== id) return;
    this.now = { ...this.now, ...part };
    this.changed();
  }

  /**
   * What would have been right at this message; null takes the mark away.
   * @param {number} seq
   * @param {string | null} right
   */
  async mark(seq, right) {
    const { id } = this.conversation;
    if (!id) return;
    await this.problems.attempt(() => request("/api/marks", { method: "PUT", body: { conversation: id, seq, right } }));
    this.look();
  }
}
