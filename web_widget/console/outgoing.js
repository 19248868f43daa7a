// What an agent pressed and the hub does not have yet: each with its own time to take it back, kept on this device
// until the hub answers, sent in the order it was pressed. One entry of the storage an item, so that two tabs never
// overwrite each other's.

const PREFIX = "baton.outgoing.";
const RETRY_MS = 2000;
const OTHER_TAB_MS = 3000; // another tab's item is taken over only when that tab has had its chance
const AGAIN = new Set(["unavailable", "too_fast"]);
const MOVES = new Set(["close", "hand_back", "requeue"]);

/**
 * @typedef {{ conversation: string, epoch?: number, client_id?: string, text?: string, macro?: string }} Payload
 * @typedef {{
 *   id: string,
 *   by: string,
 *   at: number,
 *   due: number,
 *   command: string,
 *   payload: Payload,
 *   words: string,
 *   kept?: boolean,
 * }} Item
 * @typedef {{
 *   send: (command: string, payload: Payload) => Promise<unknown>,
 *   sent: (item: Item) => void,
 *   returned: (items: Item[], error: Error) => void,
 *   changed: () => void,
 *   store?: Storage,
 *   now?: () => number,
 * }} Parts
 */

export class Outgoing {
  /**
   * @param {string} by whose items these are: what another user of this device left is not theirs to send
   * @param {Parts} parts
   */
  constructor(by, { send, sent, returned, changed, store = localStorage, now = Date.now }) {
    this.by = by;
    this.send = send;
    this.sent = sent;
    this.returned = returned;
    this.changed = changed;
    this.store = store;
    this.now = now;
    /** @type {Item[]} */
    this.items = [];
    /** @type {Set<string>} */
    this.sending = new Set();
    this.last = 0;
  }

  /** Take up what an earlier page, or a tab that is gone, left here. */
  restore() {
    const known = new Set(this.items.map((item) => item.id));
    for (const key of Object.keys(this.store).filter((name) => name.startsWith(PREFIX))) {
      const item = readItem(this.store.getItem(key));
      if (item && item.by === this.by && !known.has(item.id))
        this.items.push({ ...item, due: Math.max(item.due, this.now()) + OTHER_TAB_MS });
    }
    this.items.sort((a, b) => a.at - b.at);
    this.tick();
  }

  /**
   * Send after `undoMs`, in which it can be taken back. A conversation is moved once: the second press of a move does
   * nothing.
   * @param {string} command @param {Payload} payload @param {number} undoMs @param {{id: string, words?: string}} more
   */
  add(command, payload, undoMs, { id, words = "" }) {
    if (this.moving(payload.conversation)) return;
    this.last = Math.max(this.now(), this.last + 1);
    const item = { id, by: this.by, at: this.last, due: this.now() + undoMs, command, payload, words };
    this.items.push(item);
    this.keep(item);
    this.tick();
  }

  /** @param {Item} item */
  keep(item) {
    try {
      this.store.setItem(PREFIX + item.id, JSON.stringify({ ...item, kept: true }));
      item.kept = true;
    } catch {
      item.due = this.now(); // nowhere to keep it: it goes at once
    }
  }

  /** Whether a close, return or transfer of this conversation is on its way. @param {string} conversation */
  moving(conversation) {
    return this.items.find((item) => MOVES.has(item.command) && item.payload.conversation === conversation);
  }

  /** What can still be taken back. */
  open() {
    return this.items.filter((item) => !this.sending.has(item.id));
  }

  /** The item comes back to who pressed it. @param {string} id */
  takeBack(id) {
    const item = this.open().find((item) => item.id === id);
    if (!item) return null;
    this.drop(item);
    this.changed();
    return item;
  }

  /** @param {string} id */
  sendNow(id) {
    for (const item of this.items) if (item.id === id) item.due = this.now();
    this.tick();
  }

  /** @param {Item} item */
  drop(item) {
    this.items = this.items.filter((one) => one !== item);
    this.sending.delete(item.id);
    this.store.removeItem(PREFIX + item.id);
  }

  /** Send whatever is due and first in its conversation; come back when the next one is. */
  tick() {
    clearTimeout(this.timer);
    const first = new Map();
    for (const item of this.items)
      if (!first.has(item.payload.conversation)) first.set(item.payload.conversation, item);
    for (const item of first.values()) if (item.due <= this.now() && !this.sending.has(item.id)) this.deliver(item);
    const next = Math.min(...[...first.values()].filter((item) => !this.sending.has(item.id)).map((item) => item.due));
    if (Number.isFinite(next)) this.timer = setTimeout(() => this.tick(), Math.max(0, next - this.now()));
    this.changed();
  }

  /** @param {Item} item */
  async deliver(item) {
    if (item.kept && this.store.getItem(PREFIX + item.id) === null) return this.forget(item);
    this.sending.add(item.id);
    try {
      await this.send(item.command, item.payload);
      this.drop(item);
      this.sent(item);
    } catch (error) {
      this.failed(item, /** @type {import("../shared/transport.js").CommandError} */ (error));
    }
    this.tick();
  }

  /** Another tab has sent it, or taken it back. @param {Item} item */
  forget(item) {
    this.items = this.items.filter((one) => one !== item);
    this.tick();
  }

  /**
   * No answer: again later. A refusal: it and what was to follow it come back, in order.
   * @param {Item} item
   * @param {import("../shared/transport.js").CommandError} error
   */
  failed(item, error) {
    this.sending.delete(item.id);
    if (AGAIN.has(error.code)) {
      item.due = this.now() + Math.max(RETRY_MS, error.retryAfterMs ?? 0);
      return;
    }
    const back = this.items.filter((one) => one.payload.conversation === item.payload.conversation);
    for (const one of back) this.drop(one);
    this.returned(back, error);
  }
}

/** @param {string|null} text @returns {Item|null} */
function readItem(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
