// A long list of which only what is near the eye is drawn: every line has its height, the rest is room.
import { html, useLayoutEffect, useRef, useState } from "../shared/preact.js";

const NEAR_PX = 640;

/** @typedef {{ key: string, height: number, draw: () => Drawn }} Line */

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

/** How far it is scrolled and how high it is. @param {Ref<HTMLElement | null>} box */
function useSight(box) {
  const [sight, setSight] = useState({ top: 0, height: 800 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const look = () => setSight({ top: element.scrollTop, height: element.clientHeight });
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
 * @param {Line[]} lines
 * @param {string | null} wanted
 */
function useFollow(box, lines, wanted) {
  useLayoutEffect(() => {
    const at = lines.findIndex((line) => line.key === wanted);
    if (!box.current || at < 0) return;
    const top = lines.slice(0, at).reduce((sum, line) => sum + line.height, 0);
    const { scrollTop, clientHeight } = box.current;
    if (top < scrollTop) box.current.scrollTop = top;
    else if (top + lines[at].height > scrollTop + clientHeight)
      box.current.scrollTop = top + lines[at].height - clientHeight;
  }, [wanted]);
}

/** @param {{ lines: Line[], wanted: string | null, label: string }} props */
export function Windowed({ lines, wanted, label }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const { top, height } = useSight(box);
  useFollow(box, lines, wanted);
  const { before, near, behind } = between(lines, top - NEAR_PX, top + height + NEAR_PX);
  return html`<div class="rows" ref=${box} role="tabpanel" aria-label=${label} tabindex="-1">
    <div style=${`height: ${before}px`} />
    ${near.map((line) => line.draw())}
    <div style=${`height: ${behind}px`} />
  </div>`;
}
