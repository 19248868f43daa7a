// Preact, its hooks and htm under one roof: the only file that names the vendored versions.

import htm from "../vendor/htm-3.1.1.js";
import { h, render } from "../vendor/preact-11.2.0.js";

export {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from "../vendor/preact-hooks-11.2.0.js";

export const html = /** @type {Html} */ (htm.bind(h));

/** Draws a room into its page. @param {import("../vendor/preact-11.2.0.js").VNode} node */
export function mount(node) {
  const place = document.getElementById("app");
  if (place) render(node, place);
}
