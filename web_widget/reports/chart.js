// A chart in the colours of the page. It repeats what the table beside it says: to a screen reader it is one picture.
import { html, useEffect, useRef } from "../shared/preact.js";
import uPlot from "../vendor/uplot-1.6.32.js";

const looks = document.createElement("link");
looks.rel = "stylesheet";
looks.href = new URL("../vendor/uplot-1.6.32.css", import.meta.url).href;
document.head.append(looks);

const HEIGHT = 240;
const LABEL = 60; // pixels of one at the foot
const PATHS = {
  bars: uPlot.paths.bars({ size: [0.7, 48] }),
  line: undefined,
};

/** The page's own colour behind a token. @param {string} token */
const colour = (token) => getComputedStyle(document.documentElement).getPropertyValue(token).trim();

/**
 * Bars are drawn one over the other: each series includes those after it.
 * @typedef {{ name: string, values: (number | null)[], token: string, kind: "bars" | "line" }} Series
 * @param {string[]} labels
 * @param {Series[]} series
 * @param {{ width: number, format: (value: number) => string, across: boolean, unit: string }} more
 * @returns {import("../vendor/uplot-1.6.32.js").Options}
 */
function options(labels, series, { width, format, across, unit }) {
  const ink = colour("--ink-soft");
  const grid = { stroke: colour("--line"), width: 1 };
  const font = "12px system-ui, sans-serif";
  const every = Math.max(1, Math.ceil(labels.length / Math.max(2, Math.floor((width - 60) / LABEL))));
  /** @type {import("../vendor/uplot-1.6.32.js").Axis} */
  const named = {
    stroke: ink,
    font,
    grid: { show: false },
    ticks: { show: false },
    splits: labels.map((_, at) => at),
    values: () => labels.map((label, at) => (across || at % every === 0 ? label : "")),
    ...(across ? { side: 3, size: 150 } : {}),
  };
  /** @type {import("../vendor/uplot-1.6.32.js").Axis} */
  const counted = {
    stroke: ink,
    font,
    grid,
    ticks: { show: false },
    values: (/** @type {object} */ _plot, /** @type {number[]} */ values) => values.map(format),
    incrs:
      unit === "count" ? [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000] : undefined,
    ...(across ? { side: 2 } : { size: 56 }),
  };
  return {
    width,
    height: across ? Math.max(120, labels.length * 30 + 50) : HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: {
        time: false,
        range: () => [-0.6, labels.length - 0.4],
        ...(across ? { ori: 1, dir: -1 } : {}),
      },
      y: {
        range: (/** @type {object} */ _plot, /** @type {number} */ _low, /** @type {number | null} */ high) => [
          0,
          Math.max(1, (high ?? 0) * 1.08),
        ],
        ...(across ? { ori: 0 } : {}),
      },
    },
    axes: [named, counted],
    series: [
      {},
      ...series.map(({ name, token, kind }) => ({
        label: name,
        stroke: colour(token),
        fill: kind === "bars" ? colour(token) : undefined,
        width: kind === "bars" ? 0 : 2,
        paths: PATHS[kind],
        points: { show: kind === "line", size: 6, fill: colour(token) },
        spanGaps: true,
      })),
    ],
  };
}

/**
 * @param {{
 *   title: string,
 *   labels: string[],
 *   series: Series[],
 *   format?: (value: number) => string,
 *   across?: boolean,
 *   unit?: "count" | "time",
 * }} props
 */
export function Chart({ title, labels, series, format = String, across = false, unit = "count" }) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const drawn = JSON.stringify([labels, series]);
  useEffect(() => {
    const target = place.current;
    if (!target) return;
    let plot = /** @type {uPlot | null} */ (null);
    const draw = () => {
      plot?.destroy();
      const width = Math.max(240, target.clientWidth);
      const data = [labels.map((_, at) => at), ...series.map(({ values }) => values)];
      plot = new uPlot(options(labels, series, { width, format, across, unit }), data, target);
    };
    const dark = matchMedia("(prefers-color-scheme: dark)");
    let before = 0;
    const sized = new ResizeObserver(() => {
      if (target.clientWidth === before) return;
      before = target.clientWidth;
      draw();
    });
    sized.observe(target);
    dark.addEventListener("change", draw);
    return () => {
      sized.disconnect();
      dark.removeEventListener("change", draw);
      plot?.destroy();
    };
  }, [drawn, across]);
  return html`<figure class="chart">
    <div ref=${place} role="img" aria-label=${`Chart: ${title}. The table has the same numbers.`} />
    ${
      series.length > 1 &&
      html`<figcaption class="row hint">
        ${series.map(
          ({ name, token, kind }) =>
            html`<span key=${name} class="row"><span class=${`key ${kind} ${token.slice(2)}`} />${name}</span>`,
        )}
      </figcaption>`
    }
  </figure>`;
}
