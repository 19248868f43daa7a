// A long list of which only what is near the eye is drawn: every line has its height, the rest is room.
import { html, useLayoutEffect, useRef, useState } from "../shared/preact.js";

const NEAR_PX = 640;

/** @typedef {{ key: string, height: number, draw: () => Drawn }} Line */
/** @typedef {{ top: number, height: number }} Sight */

/**
 * The lines between two heights, and the room before and behind them.
 * @param {Line[]} lines
 * @param {number} from
 * @param {number} to
 */
export function between(lines, from, to) {
  let top = 0;
  let before = 0;
  let behind = 0;
  /** @type {Line[]} */
  const near = [];
  for (const line of lines) {
    if (top + line.height < from) before += line.height;
    else if (top > to) behind += line.height;
    else near.push(line);
    top += line.height;
  }
  return { before, near, behind };
}

/**
 * How far it is scrolled and how high it is; the same kept at hand, for the page is laid out anew to answer that.
 * @param {Ref<HTMLElement | null>} box
 * @param {Ref<Sight>} kept
 */
function useSight(box, kept) {
  const [sight, setSight] = useState(kept.current);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const look = () => {
      kept.current = { top: element.scrollTop, height: element.clientHeight };
      setSight(kept.current);
    };
    const sized = new ResizeObserver(look);
    sized.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      sized.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);
  return sight;
}

/**
 * The wanted line comes into sight when it becomes wanted.
 * @param {Ref<HTMLElement | null>} box
 * @param {Ref<Sight>} kept
 * @param {Line[]} lines
 * @param {string | null} wanted
 */
function useFollow(box, kept, lines, wanted) {
  useLayoutEffect(() => {
    const at = lines.findIndex((line) => line.key === wanted);
    if (!box.current || at < 0) return;
    const top = lines.slice(0, at).reduce((sum, line) => sum + line.height, 0);
    const sight = kept.current;
    const behind = top + lines[at].height - sight.height;
    const wished = top < sight.top ? top : Math.max(sight.top, behind);
    if (wished === sight.top) return;
    kept.current = { ...sight, top: wished };
    box.current.scrollTop = wished;
  }, [wanted]);
}

/** @param {{ lines: Line[], wanted: string | null, label: string }} props */
export function Windowed({ lines, wanted, label }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const kept = useRef({ top: 0, height: 800 });
  const { top, height } = useSight(box, kept);
  useFollow(box, kept, lines, wanted);
  const { before, near, behind } = between(lines, top - NEAR_PX, top + height + NEAR_PX);
  return html`<div class="rows" ref=${box} role="tabpanel" aria-label=${label} tabindex="-1">
    <div style=${`height: ${before}px`} />
    ${near.map((line) => line.draw())}
    <div style=${`height: ${behind}px`} />
  </div>`;
}
