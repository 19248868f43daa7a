// What waits to be sent. One entry a message, so that two windows beside each other never write over each other's;
// where the browser keeps nothing (private windows, a full disk) it waits in memory.
import { newClientId } from "../shared/transport.js";
import { keysFrom, store, stored } from "./storage.js";

const PREFIX = "baton.outbox.";
const ONE_FOR_ALL = "baton.outbox"; // where earlier versions kept them all

/** @typedef {{client_id: string, text: string, at: number, reply_to?: number, refused?: string}} Message */

/** @param {any} found @returns {found is Message} */
function readable(found) {
  return typeof found?.client_id === "string" && typeof found.text === "string" && typeof found.at === "number";
}

/** @param {string} key @returns {Message|null} */
function entry(key) {
  const found = stored(key);
  return readable(found) && key === PREFIX + found.client_id ? found : null;
}

/** What another conversation on this device still had to send. */
export function forgetWaiting() {
  for (const key of [ONE_FOR_ALL, ...keysFrom(PREFIX)]) store(key, null);
}

export class Outbox {
  /** @param {() => void} changed called when another window has written or sent something */
  constructor(changed) {
    /** @type {Map<string, Message>} */
    this.memory = new Map();
    this.#migrate();
    addEventListener("storage", (event) => (event.key === null || event.key.startsWith(PREFIX)) && changed());
  }

  #migrate() {
    const old = stored(ONE_FOR_ALL);
    if (!Array.isArray(old)) return;
    for (const [place, message] of old.filter(readable).entries()) {
      this.#keep({ ...message, at: message.at + place / 1000 });
    }
    if (this.memory.size === 0) store(ONE_FOR_ALL, null);
  }

  /** All of it, oldest first: of every window on this device. @returns {Message[]} */
  get waiting() {
    const kept = keysFrom(PREFIX)
      .map(entry)
      .filter((found) => found !== null);
    return [...kept, ...this.memory.values()].sort(
      (one, two) => one.at - two.at || (one.client_id < two.client_id ? -1 : 1),
    );
  }

  /** @param {string} text @param {number} [replyTo] the bot's line whose option was pressed */
  add(text, replyTo) {
    const last = this.waiting.at(-1)?.at ?? 0; // a clock that was put back must not change the order
    this.#keep({
      client_id: newClientId(),
      text,
      at: Math.max(Date.now(), Math.floor(last) + 1),
      ...(replyTo && { reply_to: replyTo }),
    });
  }

  /** It stays to be seen, with the reason, and is not sent again. @param {Message} message @param {string} why */
  refuse(message, why) {
    this.#keep({ ...message, refused: why });
  }

  /** @param {string} clientId */
  drop(clientId) {
    this.memory.delete(clientId);
    store(PREFIX + clientId, null);
  }

  /** @param {Message} message */
  #keep(message) {
    if (store(PREFIX + message.client_id, message)) this.memory.delete(message.client_id);
    else this.memory.set(message.client_id, message);
  }
}
