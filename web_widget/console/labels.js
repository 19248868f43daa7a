// Labels of a conversation: those that are set up and those in use are offered, new ones are made by writing them.
import { html, useState } from "../shared/preact.js";
import { inOrder } from "./inbox.js";
import { LabelChip } from "./lists.js";

/**
 * Labels that are set up, and those any listed conversation has.
 * @param {Inbox | null} lists
 * @param {Answer.Label[]} [kinds]
 */
export function labelsInUse(lists, kinds = []) {
  return [...new Set([...kinds.map((kind) => kind.name), ...inOrder(lists).flatMap((item) => item.labels)])].sort();
}

/** @param {{ session: AgentSession }} props */
export function Labels({ session }) {
  const [fresh, setFresh] = useState("");
  const has = session.conversation.header?.labels ?? [];
  /** @param {string[]} labels */
  const keep = (labels) => session.moves.label(labels);
  /** @param {Happening} event */
  const add = (event) => {
    event.preventDefault();
    const name = fresh.trim();
    setFresh("");
    if (name && !has.includes(name)) keep([...has, name]);
  };
  return html`<div>
    <h3>Labels</h3>
    <form class="row wrap" onSubmit=${add}>
      ${has.map(
        (label) => html`<${LabelChip} key=${label} name=${label} kinds=${session.tools.now.labels}> <button
            type="button"
            class="drop"
            aria-label=${`Remove ${label}`}
            onClick=${() => keep(has.filter((one) => one !== label))}
          >
            ×
          </button>
        <//>`,
      )}
      <input
        class="input narrow small"
        list="labels"
        aria-label="Add a label"
        placeholder="Add a label"
        maxlength="40"
        value=${fresh}
        onInput=${(event) => setFresh(event.currentTarget.value)}
      />
      <datalist id="labels">
        ${labelsInUse(session.inbox.lists, session.tools.now.labels)
          .filter((item) => !has.includes(item))
          .map((item) => html`<option value=${item} />`)}
      </datalist>
    </form>
  </div>`;
}
