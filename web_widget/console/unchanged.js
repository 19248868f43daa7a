// The same element as before while nothing it is drawn from has changed: then it is not even compared.

/** @typedef {Map<unknown, { parts: unknown[], element: VNode }>} Drawings */

/**
 * @param {Drawings} drawings those of before, by key
 * @param {unknown} key
 * @param {unknown[]} parts all that the element is drawn from
 * @param {() => VNode} draw
 */
export function unchanged(drawings, key, parts, draw) {
  const before = drawings.get(key);
  if (before?.parts.every((part, at) => part === parts[at])) return before.element;
  const element = draw();
  drawings.set(key, { parts, element });
  return element;
}
