// How it went in a period: totals, charts with a table beside each, departments, agents, and the strain on them.
import { html, useEffect, useState } from "../shared/preact.js";
import { request } from "../shared/transport.js";
import { Chart } from "./chart.js";
import { Sheet } from "./sheet.js";
import { COLUMNS, Count, Lines, Shares } from "./table.js";
import { behind, dayWords, length, reasonWords, search, share, shifted, VERDICTS } from "./words.js";

const MINUTE = 60_000;
const BEHIND_MS = 2000;
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

/** @param {{ query: Record<string, string>, report: any, departments: Record<string, string>, today: string }} props */
function Choice({ query, report, departments, today }) {
  const set = (/** @type {string} */ name, /** @type {string} */ value) => {
    const next = { ...query, first: report.first, last: report.last, [name]: value };
    if (next.last < next.first) next[name === "first" ? "last" : "first"] = value;
    if (value === "*") delete next.department;
    go(next);
  };
  const input = (/** @type {string} */ name) => (/** @type {any} */ event) =>
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
          onChange=${(/** @type {any} */ event) => set("department", event.currentTarget.value)}
        >
          <option value="*">All</option>
          ${Object.entries(departments).map(([id, name]) => html`<option key=${id} value=${id}>${name}</option>`)}
          <option value="">No department</option>
        </select>
      </label>`
    }
  </div>`;
}

/** @param {{ words: string, href?: string, value: any, hint?: any }} props */
export function Tile({ words, href, value, hint }) {
  return html`<div class="card tile">
    <span class="label">${words}</span>
    ${
      href
        ? html`<a class="big" href=${href} aria-label=${`${words}: ${value}`}>${value}</a>`
        : html`<span class="big">${value}</span>`
    }
    ${hint && html`<span class="hint">${hint}</span>`}
  </div>`;
}

/** @param {{ total: any, query: any }} props */
function Totals({ total, query }) {
  const open = (/** @type {string} */ figure, /** @type {any} */ count) =>
    count ? behind({ ...query, figure }) : undefined;
  const sla = total.sla_kept + total.sla_missed;
  const took = (/** @type {any} */ spread) => (spread ? `90% within ${length(spread.p90)}` : "no hand-off yet");
  const missed = html`<${Count}
    count=${total.sla_missed}
    query=${{ ...query, figure: "sla_missed" }}
    about="with the SLA missed"
  />`;
  return html`<div class="tiles">
    <${Tile} words="Contacts" value=${total.contacts} href=${open("contacts", total.contacts)} />
    <${Tile}
      words="Assistant alone"
      value=${total.bot_alone}
      href=${open("bot_alone", total.bot_alone)}
      hint=${share(total.bot_alone, total.contacts)}
    />
    <${Tile}
      words="Handed off"
      value=${total.handed_off}
      href=${open("handed_off", total.handed_off)}
      hint=${share(total.handed_off, total.contacts)}
    />
    <${Tile}
      words="Abandoned"
      value=${total.abandoned}
      href=${open("abandoned", total.abandoned)}
      hint=${`${share(total.abandoned, total.handed_off)} of hand-offs`}
    />
    <${Tile}
      words="Waiting time"
      value=${length(total.waiting?.median)}
      href=${open("taken", total.waiting)}
      hint=${took(total.waiting)}
    />
    <${Tile}
      words="First response"
      value=${length(total.first_response?.median)}
      href=${open("answered", total.first_response)}
      hint=${took(total.first_response)}
    />
    <${Tile}
      words="SLA kept"
      value=${share(total.sla_kept, sla)}
      href=${open("sla_kept", total.sla_kept)}
      hint=${sla ? html`${missed} missed` : "no SLA applied"}
    />
    <${Tile}
      words="Resolution time"
      value=${length(total.resolution?.median)}
      href=${open("ended", total.resolution)}
      hint=${total.resolution ? `90% within ${length(total.resolution.p90)}` : "none closed yet"}
    />
    <${Tile}
      words="CSAT"
      value=${total.csat === null ? "–" : total.csat.toFixed(1)}
      href=${open("rated", total.csat)}
      hint=${total.csat === null ? "no ratings yet" : "of 5"}
    />
  </div>`;
}

/** A chart, and the table that says the same. @param {{ title: string, chart: any, table: any, sheet?: any }} props */
function Beside({ title, chart, table, sheet }) {
  return html`<section class="card stack" aria-label=${title}>
    <div class="spread"><h3>${title}</h3>${sheet}</div>
    <div class="beside">${chart}<div class="tall">${table}</div></div>
  </section>`;
}

/** @param {{ report: any, query: any, one: boolean }} props */
function OverTime({ report, query, one }) {
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
  const empty = { contacts: 0, bot_alone: 0, handed_off: 0, abandoned: 0, waiting: null, first_response: null };
  const known = new Map(report.hours.map((/** @type {any} */ line) => [line.key, line]));
  const lines = one ? hours.map((key) => known.get(key) ?? { key, name: `${key}:00`, figures: empty }) : report.days;
  const labels = lines.map((/** @type {any} */ line) => (one ? line.key : dayWords(line.key)));
  const of = (/** @type {(figures: any) => number | null} */ value) =>
    lines.map((/** @type {any} */ line) => value(line.figures));
  const shown = lines.filter((/** @type {any} */ line) => line.figures.contacts > 0);
  const shares = {
    nameOf: (/** @type {any} */ line) => (one ? line.name : dayWords(line.key)),
    queryOf: (/** @type {any} */ line) =>
      one ? { ...query, hour: Number(line.key) } : { ...query, first: line.key, last: line.key },
    first: one ? "Hour" : "Day",
    lines: shown,
  };
  const by = one ? "hour" : "day";
  const sheet = (/** @type {string} */ title) => html`<${Sheet} table=${`${by}s`} title=${title} query=${query} />`;
  const minutes = (/** @type {any} */ spread, /** @type {"median" | "p90"} */ name) =>
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

/** @param {{ total: any, query: any }} props */
function Kinds({ total, query }) {
  /** @type {(title: string, first: string, rows: any[], whole: number, more?: any) => any} */
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
  const reasons = Object.entries(total.reasons).map(([reason, count]) => [
    reasonWords(reason),
    count,
    { ...query, figure: `reason:${reason}` },
  ]);
  const stars = total.stars.map((/** @type {number} */ count, /** @type {number} */ at) => [
    "★".repeat(at + 1),
    count,
    { ...query, figure: `stars:${at + 1}` },
  ]);
  const verdicts = Object.entries(VERDICTS).map(([verdict, words]) => [
    words,
    total.verdicts[verdict],
    { ...query, figure: `verdict:${verdict}` },
  ]);
  const sum = (/** @type {any[]} */ rows) => rows.reduce((whole, [, count]) => whole + count, 0);
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

/**
 * @param {{
 *   title: string,
 *   table: string,
 *   first: string,
 *   lines: any[],
 *   columns: string[],
 *   query: any,
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
      queryOf=${(/** @type {any} */ line) => ({ ...query, [name]: line.key })}
    />
  </section>`;
}

const WHOLE = Object.keys(COLUMNS).filter((name) => !["furious", "dangerous", "strain"].includes(name));

/** @param {{ place: URLSearchParams }} props */
export function Period({ place }) {
  const query = chosen(place);
  const asked = search(query);
  const [got, setGot] = useState(/** @type {any} */ (null));
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
        (error) => gone || setProblem(error.message),
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
            lines=${[...report.agents].sort((one, other) => weight(other) - weight(one))}
            columns=${["contacts", "furious", "dangerous", "strain"]}
            query=${behindIt}
            hint="How the hard conversations are shared out. Everyone who had a conversation counts it."
          />`
    }`;
}

/** @param {any} line */
const weight = ({ figures }) => figures.furious + figures.dangerous;
