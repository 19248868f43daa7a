// The bar that stays in sight while something is not saved yet, and what came of saving.
import { html, useState } from "../shared/preact.js";

/**
 * `problem` is what is wrong on the screen, in words: nothing is sent before it is put right.
 * @param {{ section: import("./arranged.js").Section<keyof ConfigurationSections>, problem?: string }} props
 */
export function Save({ section, problem = "" }) {
  const [note, setNote] = useState("");
  const { changed, told, stale } = section;
  return html`
    ${
      told &&
      html`<p class=${`notice ${told[1]} spread`} role=${told[1] === "bad" ? "alert" : "status"}>
        <span>${told[0]}</span>
        ${
          stale &&
          html`<button type="button" class="button small" onClick=${section.fresh}>Load the latest version</button>`
        }
      </p>`
    }
    ${
      changed &&
      html`<form
        class="card row save-bar"
        onSubmit=${(event) => {
          event.preventDefault();
          if (problem) section.refuse(problem);
          else section.save(note).then(() => setNote(""));
        }}
      >
        <strong>Unsaved changes</strong>
        <input
          class="input small"
          aria-label="Reason (optional)"
          placeholder="Reason (optional)"
          maxlength="300"
          value=${note}
          onInput=${(event) => setNote(event.currentTarget.value)}
        />
        <button class="button primary small">Apply</button>
        <button type="button" class="button small" onClick=${section.drop}>Discard changes</button>
      </form>`
    }
  `;
}
