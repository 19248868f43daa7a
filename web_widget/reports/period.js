// How it went in a period: totals, charts with a table beside each, departments, agents, and the strain on them.
import { html, useEffect, useState } from "../shared/preact.js";
import { reasonOf, request } from "../shared/transport.js";
import { Kinds } from "./kinds.js";
import { OverTime } from "./over_time.js";
import { Sheet } from "./sheet.js";
import { COLUMNS, Lines } from "./table.js";
import { Totals } from "./totals.js";
import { dayWords, search, shifted } from "./words.js";

/** @typedef {import("./words.js").Query} Query */

const BEHIND_MS = 2000;
const MOST_DAYS = 400; // of one report
const PRESETS = /** @type {[words: string, from: number, to: number][]} */ ([
  ["Today", 0, 0],
  ["Yesterday", -1, -1],
  ["7 days", -6, 0],
  ["30 days", -29, 0],
]);

/** What is chosen, as the address says it. @param {URLSearchParams} place */
export function chosen(place) {
  /** @type {Record<string, string>} */
  const query = {};
  for (const name of ["first", "last", "department"]) {
    const value = place.get(name);
    if (value !== null) query[name] = value;
  }
  return query;
}

/** @param {Record<string, string>} query */
const go = (query) => {
  location.hash = search({ view: "period", ...query });
};

/**
 * @typedef {Record<string, string>} Chosen
 * @param {{ query: Chosen, report: Answer.Report, departments: Record<string, string>, today: string }} props
 */
function Choice({ query, report, departments, today }) {
  const set = (/** @type {string} */ name, /** @type {string} */ value) => {
    const next = { ...query, first: report.first, last: report.last, [name]: value };
    if (next.last < next.first) next[name === "first" ? "last" : "first"] = value;
    const [earliest, latest] = [shifted(next.last, 1 - MOST_DAYS), shifted(next.first, MOST_DAYS - 1)];
    if (name === "last" && next.first < earliest) next.first = earliest;
    else if (next.last > latest) next.last = latest;
    if (value === "*") delete next.department;
    go(next);
  };
  const input = (/** @type {string} */ name) => (/** @type {Happening} */ event) =>
    event.currentTarget.value && set(name, event.currentTarget.value);
  const { department } = query;
  return html`<div class="card row choice" role="group" aria-label="Period">
    ${PRESETS.map(([words, from, to]) => {
      const [first, last] = [shifted(today, from), shifted(today, to)];
      const pressed = report.first === first && report.last === last;
      const pick = () => go({ ...query, first, last });
      return html`<button key=${words} class="button small" aria-pressed=${pressed} onClick=${pick}>${words}</button>`;
    })}
    <label class="row hint">
      From
      <input class="input narrow small" type="date" max=${today} value=${report.first} onChange=${input("first")} />
    </label>
    <label class="row hint">
      to
      <input class="input narrow small" type="date" max=${today} value=${report.last} onChange=${input("last")} />
    </label>
    ${
      Object.keys(departments).length > 0 &&
      html`<label class="row hint">
        Department
        <select
          class="input narrow small"
          value=${department ?? "*"}
          onChange=${(/** @type {Happening} */ event) => set("department", event.currentTarget.value)}
        >
          <option value="*">All</option>
          ${Object.entries(departments).map(([id, name]) => html`<option key=${id} value=${id}>${name}</option>`)}
          <option value="">No department</option>
        </select>
      </label>`
    }
  </div>`;
}

/**
 * @param {{
 *   title: string,
 *   table: string,
 *   first: string,
 *   lines: Answer.ReportLine[],
 *   columns: string[],
 *   query: Query,
 *   name: string,
 *   hint?: string,
 * }} props
 */
function Group({ title, table, first, lines, columns, query, name, hint }) {
  if (lines.length === 0) return null;
  return html`<section class="card stack" aria-label=${title}>
    <div class="spread"><h3>${title}</h3><${Sheet} table=${table} title=${title} query=${query} /></div>
    ${hint && html`<p class="hint">${hint}</p>`}
    <${Lines}
      caption=${title}
      first=${first}
      lines=${lines}
      columns=${columns}
      queryOf=${(/** @type {Answer.ReportLine} */ line) => ({ ...query, [name]: line.key })}
    />
  </section>`;
}

const STRAIN = ["furious", "dangerous", "strain", "share"];
const WHOLE = Object.keys(COLUMNS).filter((name) => !STRAIN.includes(name));

/** @param {{ place: URLSearchParams }} props */
export function Period({ place }) {
  const query = chosen(place);
  const asked = search(query);
  const [got, setGot] = useState(/** @type {Answer.ReportAnswer | null} */ (null));
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let again = 0;
    let gone = false;
    const load = () =>
      request(`/api/reports?${asked}`).then(
        (answer) => {
          if (gone) return;
          setGot(answer);
          setProblem("");
          if (answer.report.behind > 0) again = setTimeout(load, BEHIND_MS);
        },
        (error) => gone || setProblem(reasonOf(error)),
      );
    load();
    return () => {
      gone = true;
      clearTimeout(again);
    };
  }, [asked]);
  if (!got) return html`<p class="empty" role="status">${problem || "Loading…"}</p>`;
  const { report, departments, today } = got;
  const { total } = report;
  const behindIt = { ...query, first: report.first, last: report.last };
  const one = report.first === report.last;
  const title = one ? dayWords(report.first) : `${dayWords(report.first)} to ${dayWords(report.last)}`;
  return html`<div class="spread"><h2>${title}</h2><span class="hint">Time zone: ${report.zone}</span></div>
    <${Choice} query=${query} report=${report} departments=${departments} today=${today} />
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${
      report.behind > 0 &&
      html`<p class="notice" role="status">Reading the conversations so far: the figures are not complete yet.</p>`
    }
    ${
      total.contacts === 0
        ? html`<p class="empty">No contacts began ${query.department === undefined ? "" : "here "}in this period.</p>`
        : html`<${Totals} total=${total} query=${behindIt} />
          <${OverTime} report=${report} query=${behindIt} one=${one} />
          <${Kinds} total=${total} query=${behindIt} />
          <${Group}
            title="Departments"
            table="departments"
            first="Department"
            name="department"
            lines=${report.departments}
            columns=${WHOLE}
            query=${behindIt}
          />
          <${Group}
            title="Agents"
            table="agents"
            first="Agent"
            name="agent"
            lines=${report.agents}
            columns=${WHOLE.filter((name) => name !== "alone" && name !== "handedOff")}
            query=${behindIt}
            hint="Who answered first has the waiting time, first response and SLA; who had it last the rest."
          />
          <${Group}
            title="Strain"
            table="agents"
            first="Agent"
            name="agent"
            lines=${report.agents.toSorted((one, other) => other.figures.strain - one.figures.strain)}
            columns=${["contacts", ...STRAIN]}
            query=${behindIt}
            hint="How the hard conversations are shared out. Everyone who had a conversation counts it."
          />`
    }`;
}
