// One of a few, each with what it means.
import { html } from "../shared/preact.js";

/** @typedef {[value: string, words: string, about: string]} Option */

/**
 * @param {{ legend: string, name: string, value: string, options: Option[], set: (value: string) => void }} props
 */
export function Choose({ legend, name, value, options, set }) {
  return html`<fieldset class="group">
    <legend>${legend}</legend>
    ${options.map(
      ([one, words, about]) => html`<div class="choice" key=${one}>
        <input
          type="radio"
          id=${`${name}-${one}`}
          name=${name}
          value=${one}
          checked=${value === one}
          aria-describedby=${`${name}-${one}-about`}
          onChange=${() => set(one)}
        />
        <label for=${`${name}-${one}`}>${words}</label>
        <span class="hint" id=${`${name}-${one}-about`}>${about}</span>
      </div>`,
    )}
  </fieldset>`;
}
