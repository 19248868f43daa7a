// A draft that was begun on one version of the rules, put over another. Pure.
export const differs = (one, other) => JSON.stringify(one) !== JSON.stringify(other);
/** Entry by entry: what was changed or removed from `base` on, over what counts now. */
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
/** A value, and a segment, that somebody else has set meanwhile stays theirs. */
export const over = (now, { rules, base }) => {
  const all = merged(now, rules, base);
  return all.segments ? { ...all, segments: merged(now.segments, rules.segments, base.segments) } : all;
};
