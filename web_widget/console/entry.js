// One line of the lists: who, what they want, and what presses.
import { html } from "../shared/preact.js";
import { ago } from "../shared/time.js";
import { Chips } from "./chips.js";
import { nameOf } from "./rows.js";
import { snoozeWords } from "./snoozes.js";

/** @param {InboxRow} row */
function since(row) {
  if (row.snoozed_until > Date.now()) return snoozeWords(row.snoozed_until);
  return row.state === "queued" ? `waits ${ago(row.waiting_since)}` : ago(row.updated_at);
}

/** @param {{ row: InboxRow, session: AgentSession, picked: Set<string> | null, pick: (id: string) => void }} props */
export function Entry({ row, session, picked, pick }) {
  const unread = session.seen.unread(row);
  return html`<div class="entry-row">
    ${
      picked &&
      html`<input
        type="checkbox"
        aria-label=${`Select ${nameOf(row)}`}
        checked=${picked.has(row.id)}
        onChange=${() => pick(row.id)}
      />`
    }
    <button class="entry" aria-current=${session.conversation.id === row.id} onClick=${() => session.show(row.id)}>
      <span class="spread">
        <strong>${nameOf(row)}</strong>
        <span class="hint">${since(row)}</span>
      </span>
      <span class=${`preview ${unread ? "unread" : ""}`}>
        ${unread && html`<span class="hidden-text">Unread: </span>`}${row.matter || "No message yet"}
      </span>
      <${Chips} row=${row} session=${session} />
    </button>
  </div>`;
}
