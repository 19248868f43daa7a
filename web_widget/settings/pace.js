// How quickly the assistant brings an agent: three sets of the numbers, in words.
import { html } from "../shared/preact.js";
import { Choose } from "./choose.js";
import { paceOf } from "./draft.js";

/** @type {import("./choose.js").Option[]} */
const PACES = [
  [
    "calm",
    "Calm",
    "The assistant tries longer by itself, and brings an agent when a customer is clearly upset or stuck. " +
      "For small teams, and questions that articles answer well.",
  ],
  [
    "balanced",
    "Balanced",
    "An agent is offered when it begins to go wrong, and brought when it has gone wrong. This is the default.",
  ],
  [
    "quick",
    "Quick to bring an agent",
    "At the first sign of trouble. Agents get more conversations, among them some that needed no agent.",
  ],
];
/** @type {import("./choose.js").Option} */
const CUSTOM = ["custom", "Custom", "The numbers below are none of the three."];

/** @param {{ rules: Rules, presets: Record<string, Thresholds>, set: (rules: Rules) => void }} props */
export function Pace({ rules, presets, set }) {
  const pace = paceOf(rules, presets);
  return html`<div class="card">
    <${Choose}
      legend="How soon an agent comes"
      name="pace"
      value=${pace}
      options=${pace === "custom" ? [...PACES, CUSTOM] : PACES}
      set=${(/** @type {string} */ name) => set({ ...rules, ...presets[name] })}
    />
  </div>`;
}
