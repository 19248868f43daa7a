// Other routing, tried on last week's conversations: what the pages of the hub's answer add up to. Pure.

/**
 * @typedef {{
 *   conversations: number,
 *   left: number,
 *   last: string,
 *   handOffs: number,
 *   before: Record<string, number>,
 *   after: Record<string, number>,
 *   changed: Answer.RoutingTrialDifference[],
 * }} Trial
 */

/** @type {Trial} */
export const NOTHING = { conversations: 0, left: 0, last: "", handOffs: 0, before: {}, after: {}, changed: [] };

/** @param {Record<string, number>} counts @param {Record<string, number>} more */
function sum(counts, more) {
  const names = [...new Set([...Object.keys(counts), ...Object.keys(more)])];
  return Object.fromEntries(names.map((name) => [name, (counts[name] ?? 0) + (more[name] ?? 0)]));
}

/** @param {Trial} so @param {Omit<Answer.RoutingTried, "ok">} page @returns {Trial} */
export function added(so, { trial, conversations, left, last }) {
  return {
    conversations: so.conversations + conversations,
    left,
    last,
    handOffs: so.handOffs + trial.hand_offs,
    before: sum(so.before, trial.before),
    after: sum(so.after, trial.after),
    changed: [...so.changed, ...trial.changed],
  };
}

const PRIORITIES = ["first", "high priority", "normal priority"];

/**
 * Where a hand-off goes, in words; its priority only where that is another.
 * @param {Answer.Destination} to
 * @param {Answer.Destination} other
 * @param {Record<string, string>} names of departments and skills, by id
 */
export function destinationWords({ department, skills, priority }, other, names) {
  const needs = skills.map((skill) => names[skill] ?? skill).join(", ");
  return [
    department ? (names[department] ?? department) : "no department",
    needs && `needs ${needs}`,
    priority !== other.priority && PRIORITIES[priority],
  ]
    .filter(Boolean)
    .join(", ");
}
