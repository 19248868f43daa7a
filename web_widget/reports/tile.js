// One figure, large.
import { html } from "../shared/preact.js";

/** @param {{ words: string, href?: string, value: string | number, hint?: Drawn }} props */
export function Tile({ words, href, value, hint }) {
  return html`<div class="card tile">
    <span class="label">${words}</span>
    ${
      href
        ? html`<a class="big" href=${href} aria-label=${`${words}: ${value}`}>${value}</a>`
        : html`<span class="big">${value}</span>`
    }
    ${hint && html`<span class="hint">${hint}</span>`}
  </div>`;
}
