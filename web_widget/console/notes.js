// What happened in a conversation besides what was said, each in a line.
import { clock, moment } from "../shared/time.js";
import { jobWords } from "./jobs.js";
import { REASONS } from "./rows.js";
import { snoozeWords } from "./snoozes.js";

/**
 * What the assistant did in the company's systems; looking an order up says nothing that the answer does not say.
 * @param {Log.TurnDone} event
 */
function jobsOf(event) {
  const jobs = (event.actions ?? []).filter((job) => job.action !== "order_status");
  return jobs.map((job) => `Assistant: ${jobWords(job)}`).join(" · ");
}

/** @type {Record<string, string>} */
const LEFT = {
  absent: "The agent went offline: back in the queue",
  disabled: "The agent no longer has access to the console: back in the queue",
};
/** @type {Record<string, (event: Log.AgentReplaced) => string>} */
const REPLACED = {
  transfer: (event) => `Transferred by ${event.before_name}`,
  absent: (event) => `Taken over from ${event.before_name}, who was offline`,
  disabled: (event) => `Taken over from ${event.before_name}, whose account is disabled`,
  supervisor: (event) => `Taken over from ${event.before_name}: “${event.text}”`,
};
/** @type {{ [K in Log.Entry["event"]]?: (event: Extract<Log.Entry, { event: K }>) => string | undefined }} */
const NOTES = {
  "turn.done": (event) => jobsOf(event),
  "conversation.opened": () => "Conversation opened",
  "handoff.requested": (event) => `Handed off to an agent: ${REASONS[event.reason] ?? event.reason}`,
  "agent.left": (event) => LEFT[event.why] ?? "Returned to the queue",
  "agent.replaced": (event) => REPLACED[event.why]?.(event),
  "agent.reassigned": (event) =>
    `Reassigned from ${event.before_name} by ${event.by_name}${event.text ? `: “${event.text}”` : ""}`,
  "handed.back": (event) => (event.by === "customer" ? "The customer returned to the assistant" : "Returned to bot"),
  "conversation.reopened": () => "Reopened",
  "answer.rated": (event) =>
    event.helpful ? "The customer found an answer helpful" : "The customer rejected an answer",
  "conversation.rated": (event) => `Rated ${event.stars} of 5${event.text ? `: “${event.text}”` : ""}`,
  "conversation.labelled": (event) =>
    event.labels.length
      ? `${event.agent_name} set the labels ${event.labels.join(", ")}`
      : `${event.agent_name} removed the labels`,
  "conversation.snoozed": (event) => (event.until ? `Snoozed ${snoozeWords(event.until, event.at)}` : "Unsnoozed"),
  "callback.booked": (event) => `Call-back booked: ${moment(event.due_at)}, ${event.text} (customer in ${event.zone})`,
  "callback.cancelled": () => "Call-back cancelled by the customer",
  "callback.due": (event) => `Call back now: it is ${clock(event.due_at)}`,
  "customer.left": (event) =>
    event.place_kept ? "The customer left the page" : "Away for too long: customers who are there go first",
  "customer.returned": () => "The customer is back",
  "verdict.given": (event) => `Hand-off verdict: ${event.verdict.replace("_", " ")}`,
  "conversation.routed": (event) =>
    event.department || event.skills.length
      ? `Routed to ${[event.department, ...event.skills].filter(Boolean).join(", ")}`
      : "",
  "contact.given": (event) => (event.text ? `Continues by email: ${event.text}` : "Emails stopped"),
  "colleague.wanted": (event) => `Transferred to ${event.colleague_name}`,
  "turn.failed": (event) => `The assistant failed (${event.error})`,
};

/** Nothing for what is not shown. @param {Log.Entry} event */
export function noteOf(event) {
  const note = /** @type {((event: Log.Entry) => string | undefined) | undefined} */ (NOTES[event.event]);
  return note?.(event);
}
