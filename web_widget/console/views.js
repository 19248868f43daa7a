// The filter above the lists, and those one keeps as views.
import { html } from "../shared/preact.js";

/** @param {{ session: AgentSession }} props */
export function Filter({ session }) {
  const { list } = session;
  return html`<input
    class="input small"
    type="search"
    aria-label="Filter conversations"
    placeholder="Filter: text, is:late, label:…"
    title="Text, label:refund, is:late, is:unanswered, mood:low, agent:ben, department:billing, unread"
    value=${list.asked}
    onInput=${(event) => list.filter(event.currentTarget.value)}
  />`;
}

/** @param {{ list: AgentSession["list"], words: string, filter: string }} props */
function View({ list, words, filter }) {
  const chosen = filter === list.asked.trim();
  return html`<button
    type="button"
    class="button small"
    title=${words === filter ? undefined : filter}
    aria-pressed=${chosen}
    onClick=${() => list.filter(chosen ? "" : filter)}
  >
    ${words}
  </button>`;
}

/** The team's views, then one's own. @param {{ session: AgentSession }} props */
export function Views({ session }) {
  const { list, tools } = session;
  const { views } = tools.preferred;
  const asked = list.asked.trim();
  const shared = tools.now.views;
  if (!views.length && !shared.length && !asked) return null;
  const saved = views.includes(asked);
  const keep = () => tools.prefer({ views: saved ? views.filter((view) => view !== asked) : [...views, asked] });
  return html`<div class="row wrap views">
    ${shared.map(
      ({ name, filter }) => html`<${View} key=${`team ${name}`} list=${list} words=${name} filter=${filter} />`,
    )}
    ${views.map((view) => html`<${View} key=${view} list=${list} words=${view} filter=${view} />`)}
    ${
      asked &&
      !shared.some(({ filter }) => filter === asked) &&
      html`<button class="button small quiet" onClick=${keep}>${saved ? "Delete view" : "Save view"}</button>`
    }
  </div>`;
}
