// The figures of the whole period.
import { html } from "../shared/preact.js";
import { Count } from "./table.js";
import { Tile } from "./tile.js";
import { behind, length, share } from "./words.js";

/** @typedef {import("./words.js").Query} Query */

/** @param {{ total: Answer.Figures, query: Query }} props */
export function Totals({ total, query }) {
  const open = (/** @type {string} */ figure, /** @type {number | object | null} */ count) =>
    count ? behind({ ...query, figure }) : undefined;
  const sla = total.sla_kept + total.sla_missed;
  const took = (/** @type {Answer.Spread | null} */ spread) =>
    spread ? `90% within ${length(spread.p90)}` : "no hand-off yet";
  const missed = html`<${Count}
    count=${total.sla_missed}
    query=${{ ...query, figure: "sla_missed" }}
    about="with the SLA missed"
  />`;
  return html`<div class="tiles">
    <${Tile} words="Contacts" value=${total.contacts} href=${open("contacts", total.contacts)} />
    <${Tile}
      words="Assistant alone"
      value=${total.bot_alone}
      href=${open("bot_alone", total.bot_alone)}
      hint=${share(total.bot_alone, total.contacts)}
    />
    <${Tile}
      words="Handed off"
      value=${total.handed_off}
      href=${open("handed_off", total.handed_off)}
      hint=${share(total.handed_off, total.contacts)}
    />
    <${Tile}
      words="Abandoned"
      value=${total.abandoned}
      href=${open("abandoned", total.abandoned)}
      hint=${`${share(total.abandoned, total.handed_off)} of hand-offs`}
    />
    <${Tile}
      words="Waiting time"
      value=${length(total.waiting?.median)}
      href=${open("taken", total.waiting)}
      hint=${took(total.waiting)}
    />
    <${Tile}
      words="First response"
      value=${length(total.first_response?.median)}
      href=${open("answered", total.first_response)}
      hint=${took(total.first_response)}
    />
    <${Tile}
      words="SLA kept"
      value=${share(total.sla_kept, sla)}
      href=${open("sla_kept", total.sla_kept)}
      hint=${sla ? html`${missed} missed` : "no SLA applied"}
    />
    <${Tile}
      words="Resolution time"
      value=${length(total.resolution?.median)}
      href=${open("ended", total.resolution)}
      hint=${total.resolution ? `90% within ${length(total.resolution.p90)}` : "none closed yet"}
    />
    <${Tile}
      words="CSAT"
      value=${total.csat === null ? "–" : total.csat.toFixed(1)}
      href=${open("rated", total.csat)}
      hint=${total.csat === null ? "no ratings yet" : "of 5"}
    />
  </div>`;
}
