// A row of the lists, in words.
import { ago, moment } from "../shared/time.js";

/** @type {Record<string, string>} */
export const REASONS = {
  customer_request: "asked for a person",
  frustration: "frustrated",
  complexity: "complex",
  low_confidence: "bot unsure",
  repeated_question: "asked again",
  missing_knowledge: "bot has no answer",
  policy_limit: "needs approval",
  risk: "risk",
  vip_rule: "priority customer",
  bot_unavailable: "bot unavailable",
  tool_failure: "look-up failed",
  agent_takeover: "taken over",
  promise_due: "promise due",
  feedback: "feedback",
};

/** @param {Pick<InboxRow, "id" | "customer_name">} row */
export function nameOf(row) {
  return row.customer_name ?? `Visitor ${row.id.slice(2, 6)}`;
}

/** @param {InboxRow} row */
const isLate = ({ sla }) => sla !== null && sla.due_at <= Date.now();

/** @param {InboxRow} row */
export function tone(row) {
  return row.priority !== null && row.priority <= 0 ? "bad" : row.priority === 1 ? "warn" : "";
}

/**
 * `label:refund reason:frustrated mood:low unread words` → whether a row is shown.
 * @param {InboxRow} row
 * @param {string} asked
 * @param {boolean} unread
 */
export function fits(row, asked, unread) {
  return asked
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => {
      const [name, value] = word.split(":");
      if (word === "unread") return unread;
      if (value === undefined)
        return `${nameOf(row)} ${row.matter} ${row.preview} ${row.agent_name ?? ""} ${row.labels.join(" ")}`
          .toLowerCase()
          .includes(word);
      if (name === "label") return row.labels.some((label) => label.toLowerCase().startsWith(value));
      if (name === "reason")
        return (REASONS[row.reason ?? ""] ?? row.reason ?? "").toLowerCase().replaceAll(" ", "-").includes(value);
      if (name === "mood") return value === "low" ? (row.mood ?? 0) < -0.35 : (row.mood ?? 0) >= -0.35;
      if (name === "for") return (row.wanted ?? "").toLowerCase().includes(value);
      if (name === "department") return (row.department ?? "").startsWith(value);
      if (name === "segment") return (row.segment ?? "").startsWith(value);
      if (name === "agent") return (row.agent_name ?? "").toLowerCase().replaceAll(/\s+/g, "-").startsWith(value);
      if (word === "is:waiting") return row.state === "queued";
      if (word === "is:unanswered") return row.state === "agent" && row.owed_since > 0;
      if (word === "is:snoozed") return row.snoozed_until > Date.now();
      if (word === "is:strain") return row.reason === "frustration" || row.reason === "risk";
      if (word === "is:at-risk") return Boolean(row.sla) && row.sla?.state !== "running" && !isLate(row);
      if (word === "is:late") return isLate(row);
      return false;
    });
}

/** When a customer is to be called back, and where. @param {Callback} callback */
export function callbackOf({ at, contact }) {
  return `Call back at ${moment(at)}: ${contact}`;
}

/**
 * What keeps a customer who waits from being there: a call-back they booked, or a page they left.
 * @param {Pick<InboxRow, "callback" | "left_at">} row
 */
export function elsewhere({ callback, left_at }) {
  if (callback) return ["warn", `Call back at ${moment(callback.at)}`];
  return left_at > 0 ? ["", `left the page ${ago(left_at)} ago`] : null;
}
