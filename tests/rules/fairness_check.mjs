// Whether the load is spread fairly, in a sentence; throws at the first thing that is not so.
import { choiceOf, fairness } from "../../web_widget/reports/fairness.js";

const agent = (name, load, presence = "online") => ({ login: name.toLowerCase(), name, presence, load, capacity: 4 });
/** @type {[what: string, agents: object[], words: string][]} */
const cases = [
  ["nobody", [], ""],
  ["one alone", [agent("Anna", 4)], ""],
  ["even", [agent("Anna", 2), agent("Bea", 3)], "The load is spread evenly: 2.5 each on average."],
  ["one much more", [agent("Anna", 1), agent("Bea", 6)], "Bea carries 6; the average of 2 agents is 3.5."],
  ["more, but not much", [agent("Anna", 8), agent("Bea", 11)], "The load is spread evenly: 9.5 each on average."],
  ["who is on a break is not compared", [agent("Anna", 1), agent("Bea", 9, "break")], ""],
];
for (const [what, agents, words] of cases)
  if (fairness(agents) !== words) throw new Error(`${what}: “${fairness(agents)}” is not “${words}”`);

const [login, words] = choiceOf(agent("Anna", 2.5, "wrapping_up"));
if (login !== "anna" || words !== "Anna: wrapping up, carries 2.5 of 4") throw new Error(words);
console.log("all so");
