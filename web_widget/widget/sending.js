// What the customer wrote, on its way: oldest first and one at a time, for order is part of what was said.
import { CommandError, reasonOf } from "../shared/transport.js";
import { Outbox } from "./outbox.js";

const RETRY_MS = 2500;
const ADOPT_MS = 3000; // what another window has not sent by then, this one sends: it may have been closed

/** @typedef {import("./outbox.js").Message} Message */

export class Sending {
  /** @param {import("./session.js").Session} session */
  constructor(session) {
    this.session = session;
    /** Acknowledged, and not yet seen in the log. @type {Set<string>} */
    this.sent = new Set();
    this.flushing = false;
    this.box = new Outbox(() => this.#elsewhere());
  }

  /** What waits, from every window on this device. */
  get waiting() {
    return this.box.waiting;
  }

  /** Another window has written something: it sends that itself, unless it is gone. */
  #elsewhere() {
    this.session.changed();
    clearTimeout(this.adopting);
    this.adopting = setTimeout(() => this.flush(), ADOPT_MS);
  }

  /** @param {string} text @param {number} [replyTo] the bot's line whose option was pressed */
  say(text, replyTo) {
    this.box.add(text, replyTo);
    this.session.changed();
    this.flush();
  }

  /** What was refused as an answer to a question that has passed may be meant all the same. @param {Message} message */
  sayAnyway(message) {
    this.box.drop(message.client_id);
    this.say(message.text);
  }

  /**
   * Whether this line's options may be pressed: it is the latest, and nothing is on its way that may answer it.
   * @param {number} seq
   */
  offers(seq) {
    return this.session.conversation.view.offered === seq && !this.waiting.some((message) => !message.refused);
  }

  /** @param {string} clientId */
  drop(clientId) {
    this.box.drop(clientId);
    this.session.changed();
  }

  /** What stands in the log waits no longer. */
  dropHeard() {
    const heard = new Set(this.session.conversation.view.heard);
    for (const { client_id } of this.waiting) if (heard.has(client_id)) this.box.drop(client_id);
  }

  /** It stands in the conversation that is left behind. */
  dropSent() {
    for (const clientId of this.sent) this.box.drop(clientId);
  }

  async flush() {
    const isOnline = () => this.session.connection === "online";
    const unsent = () => this.waiting.find((message) => !message.refused && !this.sent.has(message.client_id));
    if (this.flushing || !isOnline()) return;
    this.flushing = true;
    try {
      for (let next = unsent(); next && isOnline(); next = unsent()) await this.#sendOne(next);
    } finally {
      this.flushing = false;
    }
  }

  /** @param {Message} message */
  async #sendOne(message) {
    const { conversation, link } = this.session;
    try {
      const { client_id, text, reply_to } = message;
      await link.send("say", { client_id, text, ...(reply_to && { reply_to }) });
      this.sent.add(client_id);
      if (conversation.view.heard.includes(client_id)) this.drop(client_id);
      else await conversation.resume();
    } catch (error) {
      if (error instanceof CommandError && (error.code === "unavailable" || error.code === "too_fast")) {
        const wait = error.retryAfterMs ?? RETRY_MS;
        await new Promise((done) => setTimeout(done, wait));
      } else {
        this.box.refuse(message, reasonOf(error));
        this.session.changed();
      }
    }
  }
}
