// Why contacts were handed off, how they were rated, and how agents judged the hand-offs.
import { html } from "../shared/preact.js";
import { Beside } from "./beside.js";
import { Chart } from "./chart.js";
import { Sheet } from "./sheet.js";
import { Shares } from "./table.js";
import { reasonWords, VERDICTS } from "./words.js";

/** @typedef {import("./words.js").Query} Query */
/** @typedef {import("./table.js").Share} Share */

/** @param {{ total: Answer.Figures, query: Query }} props */
export function Kinds({ total, query }) {
  /**
   * @param {string} title
   * @param {string} first
   * @param {Share[]} rows
   * @param {number} whole
   * @param {{ across?: boolean, sheet?: Drawn }} more
   */
  const kind = (title, first, rows, whole, { across = false, sheet = null } = {}) => html`<${Beside}
    title=${title}
    sheet=${sheet}
    chart=${html`<${Chart}
      title=${title}
      across=${across}
      labels=${rows.map(([name]) => name)}
      series=${[{ name: title, values: rows.map(([, count]) => count), token: "--chart-good", kind: "bars" }]}
    />`}
    table=${html`<${Shares} caption=${title} first=${first} rows=${rows} whole=${whole} />`}
  />`;
  /** @type {Share[]} */
  const reasons = Object.entries(total.reasons).map(([reason, count]) => [
    reasonWords(reason),
    count,
    { ...query, figure: `reason:${reason}` },
  ]);
  /** @type {Share[]} */
  const stars = total.stars.map((count, at) => ["★".repeat(at + 1), count, { ...query, figure: `stars:${at + 1}` }]);
  /** @type {Share[]} */
  const verdicts = Object.entries(VERDICTS).map(([verdict, words]) => [
    words,
    total.verdicts[verdict],
    { ...query, figure: `verdict:${verdict}` },
  ]);
  const sum = (/** @type {Share[]} */ rows) => rows.reduce((whole, [, count]) => whole + count, 0);
  return html`${
    reasons.length > 0 &&
    kind("Why it was handed off", "Reason", reasons, total.handed_off, {
      across: true,
      sheet: html`<${Sheet} table="reasons" title="reasons" query=${query} />`,
    })
  }
  ${sum(stars) > 0 && kind("CSAT ratings", "Stars", stars, sum(stars))}
  ${sum(verdicts) > 0 && kind("Hand-offs, as agents judged them", "Verdict", verdicts, sum(verdicts))}`;
}
