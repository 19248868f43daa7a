// Every change to the settings, and the way back from each.
import { useOnce } from "../shared/once.js";
import { html, useEffect, useState } from "../shared/preact.js";
import { clock, day } from "../shared/time.js";
import { request } from "../shared/transport.js";
import { worded } from "./sections.js";

export function History() {
  const [changes, setChanges] = useState(/** @type {Answer.Change[] | null} */ (null));
  const [told, setTold] = useState(/** @type {Told | null} */ (null));
  const load = () =>
    request("/api/settings/history").then(
      (answer) => setChanges(answer.changes),
      (error) => setTold([error.message, "bad"]),
    );
  useEffect(() => void load(), []);
  const undo = useOnce(async ({ section, version }) => {
    await request("/api/settings/undo", { method: "POST", body: { section, version } }).then(
      ({ changed }) => setTold([changed.length ? `Undone: ${changed.map(worded).join("; ")}` : "No changes.", "good"]),
      (error) => setTold([error.message, "bad"]),
    );
    await load();
  });
  if (!changes) return html`<p class="empty">${told?.[0] ?? "Loading…"}</p>`;
  return html`
    <h2>Audit log</h2>
    <p class="hint">
      Who changed what, when and why. Undo restores the previous version of that section, and is logged too.
    </p>
    ${told && html`<p class=${`notice ${told[1]}`} role="status">${told[0]}</p>`}
    ${changes.length === 0 && html`<p class="empty">No changes yet.</p>`}
    ${changes.map(
      (change) => html`<article class="card spread wrap" key=${`${change.section}${change.version}`}>
        <div class="grow">
          <ul class="plain-list">${change.what.map((one) => html`<li key=${one}>${worded(one)}</li>`)}</ul>
          <p class="hint">
            ${change.author}${change.created_at > 0 ? `, ${day(change.created_at)} ${clock(change.created_at)}` : ""}
            ${change.note && `: ${change.note}`}
          </p>
        </div>
        <button type="button" class="button small" onClick=${() => undo(change)}>Undo</button>
      </article>`,
    )}
  `;
}
