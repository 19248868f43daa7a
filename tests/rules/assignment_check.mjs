// What is wrong with assignment rules, and what a trial of routing adds up to, in words; throws at the first thing that is not so.
import { defaultWords, GROUPS, inShort, problemsOf } from "../../web_widget/settings/assignment_fields.js";
import { added, destinationWords, NOTHING } from "../../web_widget/settings/trial.js";

const plain = {
  mode: "automatic",
  order: "least_loaded",
  capacity: 4,
  offers: 1,
  accept_seconds: 30,
  breather_seconds: 120,
  wrap_up_seconds: 0,
  prefer_last: true,
  remind_minutes: 0,
  reassign_minutes: 0,
  ask_minutes: 0,
  close_minutes: 0,
  longest_wait_minutes: 0,
};

/** @type {[what: string, change: object, wrong: string[]][]} */
const cases = [
  ["the defaults", {}, []],
  ["too short to accept", { accept_seconds: 1 }, ["accept_seconds"]],
  ["nothing written", { capacity: null }, ["capacity"]],
  ["half a conversation", { capacity: 2.5, offers: 1.5 }, ["offers"]],
  ["manual: what is not shown is not judged", { mode: "manual", accept_seconds: 1 }, []],
  ["closing without asking", { close_minutes: 5 }, ["close_minutes"]],
  ["closing after asking", { ask_minutes: 5, close_minutes: 5 }, []],
  ["reassigned before the reminder", { remind_minutes: 5, reassign_minutes: 5 }, ["reassign_minutes"]],
  ["reminded and never reassigned", { remind_minutes: 5 }, []],
];
for (const [what, change, wrong] of cases) {
  const found = Object.keys(problemsOf({ ...plain, ...change }));
  if (found.join() !== wrong.join()) throw new Error(`${what}: ${found} is not ${wrong}`);
}

const shown = GROUPS.flatMap((group) => group.fields.map((field) => field.name));
const missing = Object.keys(plain).filter((name) => name !== "mode" && !shown.includes(name));
if (missing.length) throw new Error(`no field for ${missing}`);
for (const field of GROUPS.flatMap((group) => group.fields)) {
  const words = defaultWords(field, plain);
  if (!/^Default: (on|\d+|The one with the least to do)\.$/.test(words)) throw new Error(`${field.name}: ${words}`);
}
if (inShort(plain) !== "automatic, the least loaded first, up to 4 each, 30 s to accept")
  throw new Error(inShort(plain));

const page = (conversations, left, before, after) => ({
  trial: { hand_offs: conversations, before, after, changed: [{ conversation: `c${left}` }] },
  conversations,
  left,
  last: `c${left}`,
});
const whole = [page(2, 1, { "": 2 }, { a: 2 }), page(1, 0, { a: 1 }, { a: 1 })].reduce(added, NOTHING);
const expected = { conversations: 3, left: 0, last: "c0", handOffs: 3, before: { "": 2, a: 1 }, after: { a: 3 } };
const { changed, ...rest } = whole;
if (JSON.stringify(rest) !== JSON.stringify(expected)) throw new Error(`the pages add up to ${JSON.stringify(rest)}`);
if (changed.length !== 2) throw new Error("what changed is lost");
const to = { department: "a", skills: ["de", "x"], priority: 1 };
const words = destinationWords(to, { ...to, priority: 2 }, { a: "Billing", de: "German" });
if (words !== "Billing, needs German, x, high priority") throw new Error(words);
if (destinationWords({ ...to, department: null, skills: [] }, to, {}) !== "no department") throw new Error("priority");
console.log("all so");
