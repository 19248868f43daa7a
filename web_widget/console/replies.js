// What can be put into the field: canned responses and macros behind "/", and answers from the knowledge base.
import { html } from "../shared/preact.js";

const MOST_SHOWN = 6;

/**
 * `/ref` at the end of the text → the replies and macros whose shortcut or title has it.
 * @param {string} text
 * @param {Pick<Answer.Tools, "replies" | "macros">} tools
 * @returns {Reply[] | null}
 */
export function slashed(text, { replies, macros }) {
  const found = /(?:^|\s)\/([a-z0-9_-]*)$/i.exec(text);
  if (!found) return null;
  const asked = found[1].toLowerCase();
  const all = [...replies, ...macros.map((macro) => ({ ...macro, macro: /** @type {const} */ (true) }))];
  return all
    .filter((reply) => reply.shortcut.includes(asked) || reply.title.toLowerCase().includes(asked))
    .slice(0, MOST_SHOWN);
}

/** @type {Record<string, string>} */
const THEN = { close: "close", hand_back: "return to bot" };

/**
 * What a macro does besides its words.
 * @param {Answer.Macro} macro
 * @param {Answer.Named[]} departments
 */
export function macroSteps(macro, departments) {
  const steps = [
    ...macro.labels.map((label) => `add label “${label}”`),
    ...(macro.note ? ["add an internal note"] : []),
  ];
  if (macro.then === "department")
    steps.push(
      `transfer to ${departments.find((department) => department.id === macro.department)?.name ?? macro.department}`,
    );
  else if (macro.then !== "stay")
    steps.push(macro.then === "later" ? `snooze for ${macro.hours_later} h` : THEN[macro.then]);
  return steps.join(", ");
}

/** @typedef {{ key: string, title: Drawn, more: Drawn, put: () => void }} Insertable */

/**
 * Canned responses and macros as choices.
 * @param {Reply[]} replies
 * @param {(reply: Reply) => void} take
 * @returns {Insertable[]}
 */
export const insertable = (replies, take) =>
  replies.map((reply) => ({
    key: reply.shortcut,
    title: html`<strong>/${reply.shortcut}</strong> ${reply.title !== reply.shortcut && reply.title} ${
      reply.macro && html`<span class="chip">macro</span>`
    }`,
    more: reply.text || (reply.macro ? macroSteps(reply, []) : ""),
    put: () => take(reply),
  }));

/** @param {{ choices: Insertable[], chosen: number, label: string, none: string }} props */
export function Choices({ choices, chosen, label, none }) {
  if (choices.length === 0) return html`<p class="hint" role="status">${none}</p>`;
  return html`<ul class="menu" role="listbox" aria-label=${label}>
    ${choices.map(
      ({ key, title, more, put }, at) => html`<li
        key=${key}
        class="entry"
        role="option"
        aria-selected=${at === chosen}
        onMouseDown=${(event) => {
          event.preventDefault();
          put();
        }}
      >
        <span>${title}</span>
        <span class="preview">${more}</span>
      </li>`,
    )}
  </ul>`;
}

/**
 * Words of an answer the customer rejected, in what is being written.
 * @param {string} text
 * @param {Answer.Suggested[]} rejected
 */
export function repeated(text, rejected) {
  const low = text.toLowerCase();
  return rejected.find((answer) =>
    answer.text.split(/[.!?\n]+/).some((part) => part.trim().length > 25 && low.includes(part.trim().toLowerCase())),
  );
}

/** @param {{ suggested: Answer.SuggestedList | null, insert: (suggestion: Answer.Suggested) => void }} props */
export function Suggestions({ suggested, insert }) {
  if (!suggested || suggested.suggestions.length === 0) return null;
  return html`<div class="suggestions" role="group" aria-label="From the knowledge base">
    ${suggested.suggestions.map(
      (answer, at) => html`<button
        type="button"
        key=${answer.article}
        class="button small suggestion"
        disabled=${answer.rejected}
        title=${answer.text}
        onClick=${() => insert(answer)}
      >
        <kbd class="long">Alt ${at + 1}</kbd> ${answer.title} ${
          answer.rejected && html`<span class="chip bad">rejected by the customer</span>`
        }
      </button>`,
    )}
  </div>`;
}
