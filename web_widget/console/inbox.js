// The lists of conversations: asked for anew whenever a push hints that they changed.
import { patiently } from "../shared/transport.js";

const REFRESH_MS = 150;
const MOST_TIMER_MS = 2 ** 31 - 1; // what a browser's timer can hold
/** @type {(keyof InboxLists)[]} */
const ORDER = ["queue", "mine", "later", "others", "bot", "closed"];

/**
 * Every listed conversation once, as they stand at the left.
 * @param {Inbox | null} lists
 * @returns {InboxRow[]}
 */
export function inOrder(lists) {
  return ORDER.flatMap((name) => lists?.[name] ?? []);
}

/**
 * Who waits now and did not before; only those this agent is meant for. What rings at someone is told by its ring.
 * @param {Inbox | null} before
 * @param {Inbox} now
 */
export function newlyWaiting(before, now) {
  const known = new Set((before?.queue ?? now.queue).map((row) => row.id));
  return now.queue.filter((row) => !known.has(row.id) && row.for_me && !row.offer);
}

export class InboxStore {
  /**
   * @param {{
   *   ask: () => Promise<Inbox>,
   *   problems: import("./problems.js").Problems,
   *   changed: () => void,
   *   onWaiting: (rows: InboxRow[]) => void,
   *   onTeam: (members: TeamMember[]) => void,
   *   onLater: (row: InboxRow) => void,
   * }} parts
   */
  constructor({ ask, problems, changed, onWaiting, onTeam, onLater }) {
    this.ask = ask;
    this.problems = problems;
    this.changed = changed;
    this.onWaiting = onWaiting;
    this.onTeam = onTeam;
    this.onLater = onLater;
    /** @type {Inbox | null} */
    this.lists = null;
    /** @type {ReturnType<typeof setTimeout> | null} */
    this.refreshing = null;
  }

  /** Who is signed in, as the hub says with the lists. */
  get me() {
    return this.lists?.me;
  }

  /** @param {string | null} conversation */
  row(conversation) {
    return inOrder(this.lists).find((row) => row.id === conversation);
  }

  /** Hints come in bursts: they are answered together. */
  soon() {
    this.refreshing ??= setTimeout(() => this.refresh(), REFRESH_MS);
  }

  async refresh() {
    this.refreshing = null;
    const lists = await this.problems.attempt(() => patiently(this.ask), "trouble");
    if (lists) {
      const fresh = newlyWaiting(this.lists, lists);
      if (fresh.length) this.onWaiting(fresh);
      this.lists = lists;
      this.onTeam(lists.team);
      this.wakeUp(lists.later);
    }
    this.changed();
  }

  /** What was snoozed comes back to the minute, and says so. @param {InboxRow[]} later */
  wakeUp(later) {
    clearTimeout(this.waking);
    if (!later.length) return;
    const [next] = later;
    const wake = () => {
      this.onLater(next);
      this.refresh();
    };
    const wait = Math.min(MOST_TIMER_MS, Math.max(0, next.snoozed_until - Date.now() + 500));
    this.waking = setTimeout(wake, wait);
  }
}
