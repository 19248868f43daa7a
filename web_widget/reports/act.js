// What a supervisor can do with a conversation that an agent has.
import { html } from "../shared/preact.js";
import { Reassign } from "../shared/reassign.js";
import { choiceOf, isAtWork } from "./fairness.js";

/** Unseen by the customer and the agent. @param {string} conversation */
export const silently = (conversation) => `console?silent#${conversation}`;

/** What an agent carries of what they can. @param {{ agent: Answer.AgentNow }} props */
export function Load({ agent }) {
  const { name, load, capacity } = agent;
  return html`<span class="load">
    ${load} of ${capacity}
    ${capacity > 0 && html`<meter aria-label=${`Load of ${name}`} min="0" max=${capacity} value=${load} />`}
  </span>`;
}

/**
 * @param {{
 *   row: Answer.Open,
 *   name: string,
 *   agent: Answer.AgentNow,
 *   agents: Answer.AgentNow[],
 *   done: (told?: string) => void,
 * }} props
 */
export function Act({ row, name, agent, agents, done }) {
  const { conversation, epoch } = row;
  const others = agents.filter((other) => other.id !== agent.id && other.login && isAtWork(other));
  return html`<section class="stack act" aria-label=${`${name}, with ${agent.name}`}>
    <h4>${name}, with ${agent.name}</h4>
    <div class="row">
      <a class="button small" href=${silently(conversation)}>Silent view</a>
      <a class="button small" href=${`console?over#${conversation}`}>Take over…</a>
      <span class="hint">In silent view neither the customer nor the agent sees you; your notes reach the agent.</span>
    </div>
    <${Reassign}
      key=${conversation}
      conversation=${conversation}
      epoch=${epoch}
      from=${agent.name}
      agents=${others.map(choiceOf)}
      done=${(/** @type {string} */ to) => done(to && `${name} is now with ${to}.`)}
    />
  </section>`;
}
