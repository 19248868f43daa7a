// What rings at this agent, above the lists: who, why at them, what about, and how long.
import { html, useEffect, useState } from "../shared/preact.js";
import { clock } from "../shared/time.js";
import { nameOf, REASONS } from "./rows.js";

/**
 * What rings at this agent now, the first to end first.
 * @param {Inbox | null} lists
 * @param {number} [now]
 */
export function ringing(lists, now = Date.now()) {
  const rows = (lists?.queue ?? []).filter(({ offer }) => offer && offer.agent === lists?.me.id && offer.until > now);
  return rows.sort((a, b) => (a.offer?.until ?? 0) - (b.offer?.until ?? 0));
}

/** @param {string} words */
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** Counts down while something does. @param {boolean} on */
function useSeconds(on) {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!on) return undefined;
    const often = setInterval(() => tick((count) => count + 1), 500);
    return () => clearInterval(often);
  }, [on]);
}

/** @param {{ row: InboxRow, session: AgentSession, first: boolean }} props */
function Card({ row, session, first }) {
  const left = Math.max(0, Math.ceil(((row.offer?.until ?? 0) - Date.now()) / 1000));
  return html`<div class="offer stack" role="group" aria-label=${`Offered to you: ${nameOf(row)}`}>
    <div class="spread">
      <strong>${nameOf(row)}</strong>
      <span class="hint" role="timer" aria-live="off">${left} s</span>
    </div>
    <p class="matter">${row.matter || "No message yet"}</p>
    <p class="hint">${capital(REASONS[row.reason ?? ""] ?? "")}. ${row.offer?.why}</p>
    <div class="row">
      <button class="button primary small" disabled=${session.moves.busy} onClick=${() => session.moves.takeRow(row)}>
        Accept ${first && html`<kbd class="long">Y</kbd>`}
      </button>
      <button class="button small" onClick=${() => session.moves.decline(row)}>
        Decline ${first && html`<kbd class="long">D</kbd>`}
      </button>
    </div>
  </div>`;
}

/** @param {{ session: AgentSession }} props */
export function Offers({ session }) {
  const rows = ringing(session.inbox.lists).filter((row) => !session.moves.declined.has(`${row.id} ${row.epoch}`));
  const breather = session.team.me?.breather_until ?? 0;
  const rests = breather > Date.now();
  useSeconds(rows.length > 0 || rests);
  if (rows.length === 0 && !rests) return null;
  return html`<section class="offers" aria-label="Offered to you">
    <p class="hidden-text" role="alert">
      ${rows.map((row) => `${nameOf(row)} is offered to you: ${row.matter}`).join(". ")}
    </p>
    ${rows.map((row, at) => html`<${Card} key=${row.id} row=${row} session=${session} first=${at === 0} />`)}
    ${
      rests &&
      html`<div class="spread breather">
        <span class="hint">Breather until ${clock(breather)}: nothing new is offered to you.</span>
        <button class="button small" onClick=${() => session.team.waive()}>I am ready</button>
      </div>`
    }
  </section>`;
}
