// How far each conversation was read on this device.
const KEY = "baton.seen";
const MOST = 500;

export class Seen {
  constructor() {
    /** @type {Record<string, number>} */
    this.numbers = JSON.parse(localStorage.getItem(KEY) ?? "{}");
  }

  /** @param {string} conversation @param {number} seq */
  mark(conversation, seq) {
    this.numbers[conversation] = seq;
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(Object.entries(this.numbers).slice(-MOST))));
  }

  /** @param {InboxRow} row */
  unread(row) {
    return row.seq > (this.numbers[row.id] ?? 0);
  }
}
