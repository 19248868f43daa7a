// What stands at the left: the tab, the filter, and an order that holds still while someone aims at it.
import { byDue, keptInPlace } from "./order.js";
import { fits } from "./rows.js";
import { sectionsOf, TABS } from "./sections.js";

/** @typedef {import("./sections.js").Section} Section */
/** @typedef {import("./sections.js").Tab} Tab */

export class ListStore {
  /**
   * @param {{
   *   inbox: import("./inbox.js").InboxStore,
   *   seen: import("./seen.js").Seen,
   *   changed: () => void,
   * }} parts
   */
  constructor({ inbox, seen, changed }) {
    this.inbox = inbox;
    this.seen = seen;
    this.changed = changed;
    /** @type {Tab | null} */
    this.chosen = null;
    this.asked = new URLSearchParams(location.search).get("filter") ?? "";
    this.aimed = false;
    this.walked = false;
    /** In which order each section stood when it last settled. @type {Map<string, string[]>} */
    this.stood = new Map();
  }

  /** Until one is chosen: one's own, or who waits if one has none. @returns {Tab} */
  get tab() {
    const { mine = [], later = [] } = this.inbox.lists ?? {};
    return this.chosen ?? (mine.length || later.length ? "mine" : "waiting");
  }

  /** @param {Tab} tab */
  choose(tab) {
    this.chosen = tab;
    this.stood.clear();
    this.changed();
  }

  /** @param {number} by */
  turn(by) {
    const at = TABS.findIndex(([tab]) => tab === this.tab);
    this.choose(TABS[(at + by + TABS.length) % TABS.length][0]);
  }

  /** @param {string} asked */
  filter(asked) {
    this.asked = asked;
    this.changed();
  }

  /** Whether the pointer is over the lists: then nothing moves under it. @param {boolean} on */
  aim(on) {
    this.aimed = on;
    if (!on) this.changed();
  }

  /** Someone goes from one to the next by keys: what is read on the way stays where it is. */
  walk() {
    this.walked = true;
  }

  /** They do something else: everything goes to its place. */
  settle() {
    if (!this.walked) return;
    this.walked = false;
    this.changed();
  }

  /** What is shown now. @returns {Section[]} */
  sections() {
    const { lists } = this.inbox;
    if (!lists) return [];
    const asked = this.asked.trim();
    return sectionsOf(asked ? "everything" : this.tab, lists)
      .map((section) => ({ ...section, rows: this.#ordered(section) }))
      .map((section) => (asked ? this.#filtered(section) : section))
      .filter(({ rows, empty }) => rows.length || empty);
  }

  /** All rows in the order of the screen. */
  rows() {
    return this.sections().flatMap(({ rows }) => rows);
  }

  /** @param {Section} section */
  #ordered({ name, rows }) {
    const stood = this.stood.get(name);
    if (stood && (this.aimed || this.walked)) return keptInPlace(rows, stood);
    const ordered = name === "mine" ? byDue(rows, (row) => this.seen.unread(row)) : rows;
    const ids = ordered.map((row) => row.id);
    this.stood.set(name, ids);
    return ordered;
  }

  /** @param {Section} section @returns {Section} */
  #filtered({ name, title, rows }) {
    return { name, title, rows: rows.filter((row) => fits(row, this.asked, this.seen.unread(row))) };
  }
}
