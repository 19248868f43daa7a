// Figures as tables. Every number leads to the conversations behind it.
import { html } from "../shared/preact.js";
import { behind, length, share } from "./words.js";

/** @typedef {import("./words.js").Query} Query */

/**
 * A number that opens its conversations; nothing is no link.
 * @param {{ count: number, query: Query, about: string }} props
 */
export function Count({ count, query, about }) {
  if (!count) return html`<span class="none">0</span>`;
  return html`<a href=${behind(query)} aria-label=${`${count} ${about}`}>${count}</a>`;
}

/** @typedef {(figures: Answer.Figures, query: Query, name: string) => Drawn} Cell */
/** @typedef {[heading: string, title: string, cell: Cell]} Column */
/** @typedef {[name: string, count: number, query: Query]} Share */

/** @param {string} figure @param {(figures: Answer.Figures) => number} value @param {string} words @returns {Cell} */
const counted = (figure, value, words) => (figures, query, name) =>
  html`<${Count} count=${value(figures)} query=${{ ...query, figure }} about=${`${words}, ${name}`} />`;

/**
 * @param {string} figure
 * @param {(figures: Answer.Figures) => Answer.Spread | null} spread
 * @param {string} words
 * @returns {Cell}
 */
const timed = (figure, spread, words) => (figures, query, name) => {
  const took = spread(figures);
  if (!took) return html`<span class="none">–</span>`;
  const about = `${words}, ${name}: median ${length(took.median)}, 90% within ${length(took.p90)}`;
  return html`<a href=${behind({ ...query, figure })} aria-label=${about}>
    ${length(took.median)} <span class="hint">/ ${length(took.p90)}</span>
  </a>`;
};

/** @type {Cell} */
function slaCell(figures, query, name) {
  const { sla_kept: kept, sla_missed: missed } = figures;
  if (!kept && !missed) return html`<span class="none">–</span>`;
  const late = html`<${Count}
    count=${missed}
    query=${{ ...query, figure: "sla_missed" }}
    about=${`with the SLA missed, ${name}`}
  />`;
  return html`${share(kept, kept + missed)} <span class="hint">(missed: ${late})</span>`;
}

/** @type {Cell} */
function csatCell(figures, query, name) {
  if (figures.csat === null) return html`<span class="none">–</span>`;
  const rated = figures.stars.reduce((sum, many) => sum + many, 0);
  return html`<a href=${behind({ ...query, figure: "rated" })} aria-label=${`CSAT ${figures.csat.toFixed(1)}, ${name}`}>
    ${figures.csat.toFixed(1)} <span class="hint">(${rated})</span>
  </a>`;
}

/** @type {Record<string, Column>} */
export const COLUMNS = {
  contacts: ["Contacts", "All contacts", counted("contacts", (of) => of.contacts, "contacts")],
  alone: [
    "Assistant alone",
    "Answered by the assistant alone",
    counted("bot_alone", (of) => of.bot_alone, "answered by the assistant alone"),
  ],
  handedOff: ["Handed off", "Handed off to an agent", counted("handed_off", (of) => of.handed_off, "handed off")],
  abandoned: [
    "Abandoned",
    "Given up while waiting",
    counted("abandoned", (of) => of.abandoned, "abandoned while waiting"),
  ],
  waiting: ["Waiting", "Waiting time: median / 90%", timed("taken", (of) => of.waiting, "waiting time")],
  response: [
    "First response",
    "First response: median / 90%",
    timed("answered", (of) => of.first_response, "first response"),
  ],
  resolution: ["Resolution", "Resolution time: median / 90%", timed("ended", (of) => of.resolution, "resolution time")],
  sla: ["SLA kept", "First responses within the SLA", slaCell],
  csat: ["CSAT", "Mean of one to five stars (ratings)", csatCell],
  furious: ["Furious", "Customers who were furious", counted("furious", (of) => of.furious, "furious")],
  dangerous: ["Dangerous", "Customers in danger", counted("dangerous", (of) => of.dangerous, "in danger")],
  strain: ["Either", "Furious or in danger", counted("strain", (of) => of.strain, "furious or in danger")],
  share: ["Share", "Furious or in danger, of all", (figures) => share(figures.strain, figures.contacts)],
};

/**
 * Lines of a report. `queryOf(line)` is what chooses a line's contacts.
 * @param {{
 *   caption: string,
 *   first: string,
 *   lines: Answer.ReportLine[],
 *   columns: string[],
 *   queryOf: (line: Answer.ReportLine) => Query,
 *   nameOf?: (line: Answer.ReportLine) => string,
 * }} props
 */
export function Lines({ caption, first, lines, columns, queryOf, nameOf = (line) => line.name }) {
  return html`<div class="wide" tabindex="0" role="region" aria-label=${caption}>
    <table class="table">
      <caption class="hidden-text">${caption}</caption>
      <thead>
        <tr>
          <th scope="col">${first}</th>
          ${columns.map((name) => html`<th key=${name} scope="col" title=${COLUMNS[name][1]}>${COLUMNS[name][0]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          (line) =>
            html`<tr key=${line.key}>
              <th scope="row">${nameOf(line)}</th>
              ${columns.map(
                (name) => html`<td key=${name}>${COLUMNS[name][2](line.figures, queryOf(line), nameOf(line))}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/**
 * A figure for each of a few names: reasons, stars, verdicts.
 * @param {{ caption: string, first: string, rows: Share[], whole: number }} props
 */
export function Shares({ caption, first, rows, whole }) {
  return html`<table class="table">
    <caption class="hidden-text">${caption}</caption>
    <thead>
      <tr><th scope="col">${first}</th><th scope="col">Contacts</th><th scope="col">Share</th></tr>
    </thead>
    <tbody>
      ${rows.map(
        ([name, count, query]) =>
          html`<tr key=${name}>
            <th scope="row">${name}</th>
            <td><${Count} count=${count} query=${query} about=${`contacts: ${name}`} /></td>
            <td>${share(count, whole)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
