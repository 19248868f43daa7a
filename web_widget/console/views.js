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

/** @param {{ session: AgentSession }} props */
export function Views({ session }) {
  const { list, tools } = session;
  const { views } = tools.preferred;
  const asked = list.asked.trim();
  if (!views.length && !asked) return null;
  const saved = views.includes(asked);
  const keep = () => tools.prefer({ views: saved ? views.filter((view) => view !== asked) : [...views, asked] });
  return html`<div class="row wrap views">
    ${views.map(
      (view) => html`<button
        key=${view}
        class="button small"
        aria-pressed=${view === asked}
        onClick=${() => list.filter(view === asked ? "" : view)}
      >
        ${view}
      </button>`,
    )}
    ${asked && html`<button class="button small quiet" onClick=${keep}>${saved ? "Delete view" : "Save view"}</button>`}
  </div>`;
}
