// How it goes now. The hub is asked again while the page is in front.
import { html, useEffect, useState } from "../shared/preact.js";
import { reasonOf, request } from "../shared/transport.js";
import { Act, Load, silently } from "./act.js";
import { Chart } from "./chart.js";
import { fairness } from "./fairness.js";
import { Sheet } from "./sheet.js";
import { Tile } from "./tile.js";
import { agentFilter, filtered, length, reasonWords } from "./words.js";

const EVERY_MS = 5000;
const SHOWN = 12;
const WHY = /** @type {Record<string, string>} */ ({
  "verdict:too_late": "handed off too late",
  sla_missed: "SLA missed",
  abandoned: "abandoned",
});

const AGENT_COLUMNS = [
  "Agent",
  "Load",
  "Conversations",
  "Unanswered",
  "Longest",
  "Late",
  "Snoozed",
  "Strain",
  "Customers",
];
const NO_MISSES = "Nothing so far: no SLA missed, nobody gave up, no hand-off called too late.";
const MISS_COLUMNS = ["Customer", "What", "Who says so", "Why it was handed off", "First response", "Misses before"];

/** @param {{ words: string[] }} props */
function Head({ words }) {
  return html`<tr>${words.map((each) => html`<th key=${each} scope="col">${each}</th>`)}</tr>`;
}

/** What the hub says now, and what went wrong when it was last asked. */
function useNow() {
  const [now, setNow] = useState(/** @type {Answer.NowAnswer | null} */ (null));
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let timer = 0;
    const look = async () => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") {
        try {
          setNow(await request("/api/reports/now"));
          setProblem("");
        } catch (error) {
          setProblem(reasonOf(error));
        }
      }
      clearTimeout(timer);
      timer = setTimeout(look, EVERY_MS);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return { now, problem };
}

/** @param {Answer.ReportedContact} row */
const why = ({ figures }) =>
  Object.keys(WHY)
    .filter((name) => figures.includes(name))
    .map((name) => WHY[name])
    .join(", ");

/** @param {{ customer_name: string | null, conversation: string }} row */
const nameOf = (row) => row.customer_name ?? `Visitor ${row.conversation.slice(2, 6)}`;

/** @param {{ row: Answer.Open, at: number, href?: string }} props */
function Conversation({ row, at, href = `console#${row.conversation}` }) {
  const late = row.due_at !== null && row.due_at < at;
  const since = row.since ? `waits ${length(at - row.since)}` : "answered";
  return html`<a class="conversation" href=${href}>
    <strong>${nameOf(row)}</strong>
    <span class=${late ? "chip bad" : "hint"}>${row.snoozed_until > at ? "snoozed" : since}${late && ", late"}</span>
    ${row.furious && html`<span class="chip bad">${reasonWords(row.reason ?? "")}</span>`}
  </a>`;
}

/** @param {{ rows: Answer.Open[], at: number }} props */
function Conversations({ rows, at }) {
  return rows.slice(0, SHOWN).map((row) => html`<${Conversation} key=${row.conversation} row=${row} at=${at} />`);
}

/**
 * What an agent has: each opens in silent view, or what can be done with it.
 * @param {{ rows: Answer.Open[], at: number, act: (conversation: string) => void, chosen: string }} props
 */
function Held({ rows, at, act, chosen }) {
  return rows.slice(0, SHOWN).map(
    (row) => html`<span class="held" key=${row.conversation}>
      <${Conversation} row=${row} at=${at} href=${silently(row.conversation)} />
      <button
        type="button"
        class="button small quiet"
        aria-label=${`Act on ${nameOf(row)}`}
        aria-expanded=${chosen === row.conversation}
        onClick=${() => act(row.conversation)}
      >
        Act…
      </button>
    </span>`,
  );
}

/** @param {{ count: number, filter: string, about: string }} props */
function Open({ count, filter, about }) {
  if (!count) return html`<span class="none">0</span>`;
  return html`<a href=${filtered(filter)} aria-label=${`${count} ${about}`}>${count}</a>`;
}

/** @param {{ now: Answer.NowAnswer }} props */
function Queue({ now }) {
  const { departments, at } = now;
  if (departments.length === 0) return null;
  const labels = departments.map((line) => line.name);
  const of = (/** @type {"waiting" | "late"} */ name) => departments.map((line) => line[name]);
  /** @type {(count: number, filter: string, about: string, line: Answer.Queue) => Drawn} */
  const open = (count, filter, about, { department, name }) => html`<${Open}
    count=${count}
    filter=${department ? `${filter} department:${department}` : filter}
    about=${`${about}, ${name}`}
  />`;
  return html`<section class="card stack" aria-label="Queue by department">
    <h3>Queue by department</h3>
    <div class="beside">
      <${Chart}
        title="who waits, by department"
        across=${true}
        labels=${labels}
        series=${[
          { name: "Waiting", values: of("waiting"), token: "--chart-good", kind: "bars" },
          { name: "Late", values: of("late"), token: "--chart-bad", kind: "bars" },
        ]}
      />
      <div class="wide" tabindex="0" role="region" aria-label="Queue by department, table">
        <table class="table">
          <caption class="hidden-text">Queue by department</caption>
          <thead>
            <${Head} words=${["Department", "Waiting", "Oldest", "Late", "At risk"]} />
          </thead>
          <tbody>
            ${departments.map(
              (line) =>
                html`<tr key=${line.department}>
                  <th scope="row">${line.name}</th>
                  <td>${open(line.waiting, "is:waiting", "waiting", line)}</td>
                  <td>${line.oldest === null ? "–" : length(at - line.oldest)}</td>
                  <td>${open(line.late, "is:waiting is:late", "late", line)}</td>
                  <td>${open(line.at_risk, "is:waiting is:at-risk", "at risk", line)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </div>
  </section>`;
}

/** @param {{ now: Answer.NowAnswer }} props */
function Waiting({ now }) {
  const rows = now.waiting.slice(0, SHOWN);
  const more = now.total.waiting - rows.length;
  return html`<section class="card stack" aria-label="Waiting">
    <h3>Waiting, the most urgent first</h3>
    ${rows.length === 0 && html`<p class="empty">Nobody is waiting.</p>`}
    <div class="conversations">
      <${Conversations} rows=${rows} at=${now.at} />
    </div>
    ${more > 0 && html`<a href=${filtered("is:waiting")}>${more} more</a>`}
  </section>`;
}

/** @param {{ now: Answer.NowAnswer }} props */
function Agents({ now }) {
  const { agents, at } = now;
  const [chosen, setChosen] = useState("");
  const [told, setTold] = useState("");
  /** @param {string} conversation */
  const act = (conversation) => {
    setTold("");
    setChosen(chosen === conversation ? "" : conversation);
  };
  const holder = agents.find((agent) => agent.open.some((row) => row.conversation === chosen));
  const row = holder?.open.find((one) => one.conversation === chosen);
  return html`<section class="card stack" aria-label="Agents">
    <div class="spread"><h3>Agents</h3><${Sheet} table="now" title="agents now" /></div>
    ${agents.length === 0 && html`<p class="empty">No agent has the console open.</p>`}
    ${fairness(agents) && html`<p class="hint">${fairness(agents)}</p>`}
    ${told && html`<p class="notice good" role="status">${told}</p>`}
    ${
      holder &&
      row &&
      html`<${Act}
        row=${row}
        name=${nameOf(row)}
        agent=${holder}
        agents=${agents}
        done=${(/** @type {string} */ words = "") => {
          setChosen("");
          setTold(words);
        }}
      />`
    }
    ${
      agents.length > 0 &&
      html`<div class="wide" tabindex="0" role="region" aria-label="Agents now">
        <table class="table">
          <caption class="hidden-text">Agents now</caption>
          <thead>
            <${Head} words=${AGENT_COLUMNS} />
          </thead>
          <tbody>
            ${agents.map((agent) => {
              /** @type {(count: number, about: string, filter?: string) => Drawn} */
              const open = (count, about, filter = "") => html`<${Open}
                count=${count}
                filter=${`${agentFilter(agent.name)} ${filter}`.trim()}
                about=${`${about}, ${agent.name}`}
              />`;
              return html`<tr key=${agent.id}>
                <th scope="row">
                  ${agent.name}${" "}
                  <span class=${agent.presence === "online" ? "chip good" : "chip"}>
                    ${agent.presence.replace("_", " ")}
                  </span>
                </th>
                <td><${Load} agent=${agent} /></td>
                <td>${open(agent.conversations, "conversations")}</td>
                <td>${open(agent.unanswered, "unanswered", "is:unanswered")}</td>
                <td>${agent.oldest === null ? "–" : length(at - agent.oldest)}</td>
                <td>${open(agent.late, "late", "is:late")}</td>
                <td>${open(agent.later, "snoozed", "is:snoozed")}</td>
                <td>${open(agent.strain, "furious or in danger", "is:strain")}</td>
                <td>
                  <div class="conversations">
                    <${Held} rows=${agent.open} at=${at} act=${act} chosen=${chosen} />
                  </div>
                </td>
              </tr>`;
            })}
          </tbody>
        </table>
      </div>`
    }
  </section>`;
}

/** @param {{ now: Answer.NowAnswer }} props */
function Misses({ now }) {
  return html`<section class="card stack" aria-label="What went wrong today">
    <h3>What went wrong today</h3>
    ${now.misses.length === 0 && html`<p class="empty">${NO_MISSES}</p>`}
    ${
      now.misses.length > 0 &&
      html`<div class="wide" tabindex="0" role="region" aria-label="What went wrong today, table">
        <table class="table">
          <caption class="hidden-text">What went wrong today</caption>
          <thead>
            <${Head} words=${MISS_COLUMNS} />
          </thead>
          <tbody>
            ${now.misses.map(
              (row) =>
                html`<tr key=${`${row.conversation}${row.seq}`}>
                  <th scope="row"><a href=${`console#${row.conversation}`}>${nameOf(row)}</a></th>
                  <td>${why(row)}</td>
                  <td>${row.figures.includes("verdict:too_late") ? row.judge : "–"}</td>
                  <td>${row.reason ? reasonWords(row.reason) : "–"}</td>
                  <td>${length(row.first_response)}</td>
                  <td>${row.misses}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`
    }
  </section>`;
}

export function Now() {
  const { now, problem } = useNow();
  if (!now) return html`<p class="empty" role="status">${problem || "Loading…"}</p>`;
  const { total, at } = now;
  const open = (/** @type {number} */ count, /** @type {string} */ filter) => (count ? filtered(filter) : undefined);
  const oldest = now.waiting.find((row) => row.since === total.oldest);
  return html`<div class="spread">
      <h2>Now</h2>
      <span class="hint" role="status">${problem ? `Not up to date: ${problem}` : "Live"}</span>
    </div>
    <div class="tiles">
      <${Tile} words="Waiting" value=${total.waiting} href=${open(total.waiting, "is:waiting")} />
      <${Tile}
        words="Oldest"
        value=${total.oldest === null ? "–" : length(at - total.oldest)}
        href=${oldest ? `console#${oldest.conversation}` : open(total.waiting, "is:waiting")}
      />
      <${Tile} words="Late" value=${total.late} href=${open(total.late, "is:waiting is:late")} />
      <${Tile}
        words="At risk"
        value=${total.at_risk}
        href=${open(total.at_risk, "is:waiting is:at-risk")}
        hint="due within 5 minutes"
      />
    </div>
    <${Queue} now=${now} />
    <${Waiting} now=${now} />
    <${Agents} now=${now} />
    <${Misses} now=${now} />`;
}
