// What can be set about assignment, in words, and what does not fit together. Pure.
import { numberProblem } from "./numbers.js";

/** @typedef {import("./choose.js").Option} Option */
/** @typedef {{ title: string, about: string, automatic?: boolean, fields: SectionField[] }} Group */

const WEEK = 10_080; // minutes

/** @type {Option[]} */
export const MODES = [
  ["manual", "Agents pick for themselves", "Nothing is offered. Agents take over what they choose from the queue."],
  [
    "automatic",
    "Automatic",
    "Each waiting conversation is offered to one agent at a time, the most urgent and longest waiting first.",
  ],
];

/** @type {SectionField[]} */
const WHO = [
  {
    name: "order",
    label: "Which agent comes first",
    kind: "select",
    options: [
      ["least_loaded", "The one with the least to do"],
      ["round_robin", "Each in turn"],
    ],
    about: "Only agents with the right department, skills and language, and with room for it.",
  },
  {
    name: "capacity",
    label: "Capacity (conversations)",
    kind: "number",
    from: 1,
    to: 100,
    step: 0.5,
    about:
      "An agent who has this many is offered no more. " +
      "A calm one counts 1, a frustrated one 1.5, a furious or dangerous one 2.",
  },
  {
    name: "offers",
    label: "Offers at the same time",
    kind: "number",
    from: 1,
    to: 100,
    about: "How many conversations may ring at one agent at once.",
  },
  {
    name: "accept_seconds",
    label: "Time to accept (seconds)",
    kind: "number",
    from: 5,
    to: 600,
    about: "An offer that nobody accepts in this time goes to the next agent.",
  },
  { name: "prefer_last", label: "Offer returning customers to the agent who helped them before", kind: "check" },
];

/** @type {SectionField[]} */
const REST = [
  {
    name: "breather_seconds",
    label: "Breather after a hard one (seconds)",
    kind: "number",
    from: 0,
    to: 3600,
    about: "After a furious or dangerous one, the agent is offered nothing new. They can skip it. 0: no breather.",
  },
  {
    name: "wrap_up_seconds",
    label: "Wrap-up after any other (seconds)",
    kind: "number",
    from: 0,
    to: 3600,
    about: "Time for notes and follow-up before the next offer. The agent can skip it. 0: no wrap-up.",
  },
];

/** @type {SectionField[]} */
const SILENCES = [
  {
    name: "remind_minutes",
    label: "Remind a silent agent (minutes)",
    kind: "number",
    from: 0,
    to: WEEK,
    about: "The customer waits for an answer, and the agent gets a reminder. Counted in business hours. 0: never.",
  },
  {
    name: "reassign_minutes",
    label: "Reassign from a silent agent (minutes)",
    kind: "number",
    from: 0,
    to: WEEK,
    about:
      "The conversation goes back to the queue, with priority. " +
      "Counted like the reminder, from when the customer wrote. 0: never.",
  },
  {
    name: "ask_minutes",
    label: "Ask a silent customer (minutes)",
    kind: "number",
    from: 0,
    to: WEEK,
    about: "The customer has not replied to the agent, and is asked whether they are still there. 0: never.",
  },
  {
    name: "close_minutes",
    label: "Close after that question (minutes)",
    kind: "number",
    from: 0,
    to: WEEK,
    about: "No reply to the question: the conversation is closed. The customer can write again. 0: never.",
  },
  {
    name: "longest_wait_minutes",
    label: "Alert on a long wait (minutes)",
    kind: "number",
    from: 0,
    to: WEEK,
    about: "Goes to the addresses under Alerts, even while agents are signed in. Counted in business hours. 0: never.",
  },
];

/** @type {Group[]} */
export const GROUPS = [
  { title: "Offers", about: "How an agent is found.", automatic: true, fields: WHO },
  { title: "Time between conversations", about: "In which nothing new is offered.", automatic: true, fields: REST },
  {
    title: "Silence and long waits",
    about: "What happens when nobody answers, however conversations are assigned.",
    fields: SILENCES,
  },
];

/** What is wrong with the rules, by field. @param {Item} rules @returns {Record<string, string>} */
export function problemsOf(rules) {
  const shown = GROUPS.filter((group) => !group.automatic || rules.mode === "automatic");
  const fields = shown.flatMap((group) => group.fields);
  const judged = fields.map((field) => [field.name, numberProblem(field, rules[field.name])]);
  const numbers = Object.fromEntries(judged.filter(([, problem]) => problem));
  const { remind_minutes: remind, reassign_minutes: reassign, ask_minutes: ask, close_minutes: close } = rules;
  /** @type {Record<string, string>} */
  const together = {};
  if (reassign && reassign <= remind)
    together.reassign_minutes = `Reassign later than the reminder: enter more than ${remind}, or 0 for never.`;
  if (close && !ask)
    together.close_minutes = "A customer is asked before a conversation closes: set the time to ask as well.";
  return { ...numbers, ...together, ...numbers }; // the first of them comes first, and its own words win
}

/** The label of a field. @param {string} name */
export const labelOf = (name) =>
  GROUPS.flatMap((group) => group.fields).find((field) => field.name === name)?.label ?? name;

/** What a field holds where nothing is set. @param {SectionField} field @param {Item} defaults */
export function defaultWords({ name, kind, options }, defaults) {
  const value = defaults[name];
  if (kind === "check") return value ? "Default: on." : "Default: off.";
  const pairs = /** @type {[string, string][]} */ (Array.isArray(options) ? options : []);
  return `Default: ${pairs.find(([one]) => one === value)?.[1] ?? value}.`;
}

/** The rules in a few words. @param {Item} rules */
export function inShort({ mode, order, capacity, accept_seconds: accept }) {
  if (mode === "manual") return "agents pick for themselves";
  const first = order === "round_robin" ? "each in turn" : "the least loaded first";
  return `automatic, ${first}, up to ${capacity} each, ${accept} s to accept`;
}
