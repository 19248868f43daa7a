// A draft that was begun on one version of the rules, put over another. Pure.

/** @param {unknown} one @param {unknown} other */
export const differs = (one, other) => JSON.stringify(one) !== JSON.stringify(other);
/**
 * Entry by entry: what was changed or removed from `base` on, over what counts now.
 * @template V
 * @param {Record<string, V>} [now]
 * @param {Record<string, V>} [mine]
 * @param {Record<string, V>} [base]
 * @returns {Record<string, V>}
 */
function merged(now = {}, mine = {}, base = {}) {
  const names = [...new Set([...Object.keys(mine), ...Object.keys(base)])].filter((name) =>
    differs(mine[name], base[name]),
  );
  const kept = Object.entries(now).filter(([name]) => !names.includes(name) || name in mine);
  return {
    ...Object.fromEntries(kept),
    ...Object.fromEntries(names.filter((name) => name in mine).map((name) => [name, mine[name]])),
  };
}
/**
 * A value, and a segment, that somebody else has set meanwhile stays theirs.
 * @param {Rules} now
 * @param {{ rules: Rules, base: Rules }} kept
 * @returns {Rules}
 */
export const over = (now, { rules, base }) => {
  /** @type {Rules} */
  const all = merged(now, rules, base);
  return all.segments ? { ...all, segments: merged(now.segments, rules.segments, base.segments) } : all;
};
