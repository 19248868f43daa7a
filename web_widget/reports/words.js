// Figures as people read them, and the addresses behind them.

/** @typedef {Record<string, string | number>} Query */

/** @type {Record<string, string>} */
export const REASONS = {
  customer_request: "Asked for a person",
  frustration: "Frustrated",
  complexity: "Complex",
  low_confidence: "Assistant unsure",
  repeated_question: "Asked again",
  missing_knowledge: "No answer known",
  policy_limit: "Needs approval",
  risk: "Risk",
  vip_rule: "Priority customer",
  bot_unavailable: "Assistant unavailable",
  tool_failure: "Look-up failed",
  agent_takeover: "Taken over",
  promise_due: "Promise due",
  feedback: "Feedback",
};

/** @type {Record<string, string>} */
export const VERDICTS = {
  right: "Right time",
  too_early: "Too early",
  too_late: "Too late",
  not_needed: "Not needed",
};

/** @param {string} reason */
export const reasonWords = (reason) => REASONS[reason] ?? reason;

/** How long something took: 45 s, 4 min, 2.5 h, 3 d. @param {number | null | undefined} ms */
export function length(ms) {
  if (ms === null || ms === undefined) return "–";
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 360) / 10} h`;
  return `${Math.round(seconds / 8640) / 10} d`;
}

/** How much of it: 42%; nothing of nothing. @param {number} part @param {number} whole */
export const share = (part, whole) => (whole ? `${Math.round((100 * part) / whole)}%` : "–");

/** The page's own address behind a query. @param {Query} query */
export const search = (query) =>
  new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();

/** The console with the conversations behind a figure. @param {Query} query */
export const behind = (query) => `console?${search(query)}`;

/** The console with its own lists, filtered. @param {string} filter */
export const filtered = (filter) => `console?${search({ filter })}`;

/** An agent's name as the console's filter reads it. @param {string} name */
export const agentFilter = (name) => `agent:${name.toLowerCase().replaceAll(/\s+/g, "-")}`;

/** A day of the company's calendar: Mon 30 Nov. @param {string} day */
export function dayWords(day) {
  const noon = new Date(`${day}T12:00:00`);
  return noon.toLocaleDateString([], { weekday: "short", day: "numeric", month: "short" });
}

/** The same, where there is little room: 30 Nov. @param {string} day */
export const dayShort = (day) => new Date(`${day}T12:00:00`).toLocaleDateString([], { day: "numeric", month: "short" });

/** A day some days after another. @param {string} day @param {number} days */
export function shifted(day, days) {
  const noon = new Date(`${day}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() + days);
  return noon.toISOString().slice(0, 10);
}
