// A chart with its table.
import { html } from "../shared/preact.js";

/**
 * A chart, and the table that says the same.
 * @param {{ title: string, chart: Drawn, table: Drawn, sheet?: Drawn }} props
 */
export function Beside({ title, chart, table, sheet }) {
  return html`<section class="card stack" aria-label=${title}>
    <div class="spread"><h3>${title}</h3>${sheet}</div>
    <div class="beside">${chart}<div class="tall">${table}</div></div>
  </section>`;
}
