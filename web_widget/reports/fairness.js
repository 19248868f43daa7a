// Whether the load is spread fairly over those who are at work. Pure.

const AT_WORK = ["online", "busy", "wrapping_up"];
const MUCH = 1.5; // times the average
const SOME = 2; // less than this above the average is nothing to say

/** @param {number} load */
const rounded = (load) => Math.round(10 * load) / 10;

/** @param {{ presence: string }} agent */
export const isAtWork = ({ presence }) => AT_WORK.includes(presence);

/** In a sentence; nothing where there is nobody to compare. @param {Answer.AgentNow[]} agents */
export function fairness(agents) {
  const working = agents.filter(isAtWork);
  if (working.length < 2) return "";
  const mean = working.reduce((sum, { load }) => sum + load, 0) / working.length;
  const most = working.reduce((one, other) => (other.load > one.load ? other : one));
  if (most.load - mean < SOME || most.load < MUCH * mean)
    return `The load is spread evenly: ${rounded(mean)} each on average.`;
  return `${most.name} carries ${rounded(most.load)}; the average of ${working.length} agents is ${rounded(mean)}.`;
}

/** An agent to choose from: who they are, and what they carry. @param {Answer.AgentNow} agent @returns {Choice} */
export const choiceOf = ({ login, name, presence, load, capacity }) => [
  login,
  `${name}: ${presence.replace("_", " ")}, carries ${rounded(load)} of ${rounded(capacity)}`,
];
