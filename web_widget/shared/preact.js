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
export { render };
export const html = htm.bind(h);
