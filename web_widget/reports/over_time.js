// How it went through the day, or from day to day.
import { html } from "../shared/preact.js";
import { Beside } from "./beside.js";
import { Chart } from "./chart.js";
import { Sheet } from "./sheet.js";
import { Lines } from "./table.js";
import { dayShort, dayWords, length } from "./words.js";

const MINUTE = 60_000;

/** @typedef {import("./words.js").Query} Query */

/** @param {{ report: Answer.Report, query: Query, one: boolean }} props */
export function OverTime({ report, query, one }) {
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
  const known = new Map(report.hours.map((line) => [line.key, line.figures]));
  /** @type {{ key: string, name: string, figures: Answer.Figures | undefined }[]} */
  const lines = one ? hours.map((key) => ({ key, name: `${key}:00`, figures: known.get(key) })) : report.days;
  const labels = lines.map((line) => (one ? line.key : dayShort(line.key)));
  /** @param {(figures: Answer.Figures) => number | null} value */
  const of = (value) => lines.map(({ figures }) => (figures ? value(figures) : null));
  const shown = lines.filter(({ figures }) => figures && figures.contacts > 0);
  const shares = {
    nameOf: (/** @type {Answer.ReportLine} */ line) => (one ? line.name : dayWords(line.key)),
    queryOf: (/** @type {Answer.ReportLine} */ line) =>
      one ? { ...query, hour: Number(line.key) } : { ...query, first: line.key, last: line.key },
    first: one ? "Hour" : "Day",
    lines: shown,
  };
  const by = one ? "hour" : "day";
  const sheet = (/** @type {string} */ title) => html`<${Sheet} table=${`${by}s`} title=${title} query=${query} />`;
  const minutes = (/** @type {Answer.Spread | null} */ spread, /** @type {"median" | "p90"} */ name) =>
    spread ? spread[name] / MINUTE : null;
  return html`<${Beside}
      title=${`Contacts by ${by}`}
      sheet=${sheet(`contacts by ${by}`)}
      chart=${html`<${Chart}
        title=${`contacts by ${by}`}
        labels=${labels}
        series=${[
          { name: "All contacts", values: of((each) => each.contacts), token: "--chart-rest", kind: "bars" },
          {
            name: "Assistant alone",
            values: of((each) => each.bot_alone + each.handed_off),
            token: "--chart-good",
            kind: "bars",
          },
          { name: "Handed off", values: of((each) => each.handed_off), token: "--chart-warn", kind: "bars" },
        ]}
      />`}
      table=${html`<${Lines}
        caption=${`Contacts by ${by}`}
        columns=${["contacts", "alone", "handedOff", "abandoned"]}
        ...${shares}
      />`}
    />
    <${Beside}
      title=${`First response by ${by}`}
      sheet=${sheet(`first response by ${by}`)}
      chart=${html`<${Chart}
        title=${`first response by ${by}, in minutes`}
        unit="time"
        labels=${labels}
        format=${(/** @type {number} */ value) => length(value * MINUTE)}
        series=${[
          {
            name: "90% within",
            values: of((each) => minutes(each.first_response, "p90")),
            token: "--chart-warn",
            kind: "line",
          },
          {
            name: "Median",
            values: of((each) => minutes(each.first_response, "median")),
            token: "--chart-good",
            kind: "line",
          },
        ]}
      />`}
      table=${html`<${Lines}
        caption=${`First response by ${by}`}
        columns=${["response", "waiting", "sla"]}
        ...${shares}
      />`}
    />`;
}
