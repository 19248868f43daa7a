// The bar that stays in sight while something is not saved yet, and what came of saving.
import { html, useState } from "../shared/preact.js";

export function Save({ section }) {
  const [note, setNote] = useState("");
  const { changed, told, stale } = section;
  return html`${told && html`<p class=${`notice ${told[1]} spread`} role=${told[1] === "bad" ? "alert" : "status"}><span>${told[0]}</span>${stale && html`<button type="button" class="button small" onClick=${section.fresh}>Show what they have</button>`}</p>`}
    ${changed && html`<form class="card row save-bar" onSubmit=${(event) => (event.preventDefault(), section.save(note).then(() => setNote("")))}>
      <strong>Not saved yet</strong><input class="input small" aria-label="Why (optional)" placeholder="Why (optional)" maxlength="300" value=${note} onInput=${(event) => setNote(event.currentTarget.value)} />
      <button class="button primary small">Let it count</button><button type="button" class="button small" onClick=${section.drop}>Undo changes</button></form>`}`;
}
