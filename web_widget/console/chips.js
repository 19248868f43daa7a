// The small words of a row: at most two, the weightiest.
import { html } from "../shared/preact.js";
import { elsewhere, REASONS, tone } from "./rows.js";
import { slaWords } from "./sla.js";

const MOST = 2;
const LOW_MOOD = -0.35;
/** @type {Record<string, string>} */
const COLOURS = { green: "good", amber: "warn", red: "bad" };

/**
 * A label in its colour.
 * @param {{ name: string, kinds: Answer.Label[], children?: Drawn }} props
 */
export function LabelChip({ name, kinds, children }) {
  const kind = kinds.find((kind) => kind.name === name);
  return html`<span class=${`chip ${COLOURS[kind?.colour ?? ""] ?? ""}`} title=${kind?.about || undefined}>
    ${name}${children}
  </span>`;
}

/**
 * What presses: whom it is for, a customer who is elsewhere, a clock, danger, an agent who is gone.
 * @param {InboxRow} row
 * @param {string} [me]
 */
function pressing(row, me) {
  const sla = slaWords(row.sla);
  const risky = row.reason && row.state !== "bot" && tone(row);
  return [
    row.wanted && ["warn", `for ${row.wanted_agent === me ? "you" : row.wanted}`],
    elsewhere(row),
    sla && [sla.tone, sla.words],
    row.away && ["bad", `${row.agent_name}, offline`],
    risky && [risky, REASONS[row.reason ?? ""] ?? row.reason],
  ];
}

/**
 * What it is: its department while it waits, its agent, its reason, its segment.
 * @param {InboxRow} row
 * @param {Answer.Tools["departments"]} departments
 * @param {string} [me]
 */
function describing(row, departments, me) {
  const waits = row.state === "queued";
  const department = departments.find(({ id }) => id === row.department)?.name ?? row.department;
  return [
    row.offer && waits && ["", `offered to ${row.offer.agent === me ? "you" : row.offer.agent_name}`],
    waits && department && ["", department],
    waits && row.skills.length > 0 && ["", `needs ${row.skills.join(", ")}`],
    row.agent_name && row.agent !== me && ["", row.agent_name],
    row.segment && ["warn", row.segment],
    (row.mood ?? 0) < LOW_MOOD && ["bad", "low mood"],
    waits && row.reason && ["", REASONS[row.reason] ?? row.reason],
  ];
}

/** @param {{ row: InboxRow, session: AgentSession }} props */
export function Chips({ row, session }) {
  const { departments, labels } = session.tools.now;
  const me = session.inbox.me?.id;
  const words = /** @type {[string, string][]} */ (
    [...pressing(row, me), ...describing(row, departments, me)].filter(Boolean)
  );
  const shown = [...new Map(words.map(([kind, text]) => [text, kind])).entries()].slice(0, MOST);
  return html`<span class="chips">
    ${shown.map(([text, kind]) => html`<span key=${text} class=${`chip ${kind}`}>${text}</span>`)}
    ${row.labels
      .slice(0, MOST - shown.length)
      .map((label) => html`<${LabelChip} key=${label} name=${label} kinds=${labels} />`)}
  </span>`;
}
