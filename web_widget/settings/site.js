// What a website embeds, and which websites may.
import { html, useEffect, useState } from "../shared/preact.js";
import { request } from "../shared/transport.js";
import { useSection } from "./arranged.js";
import { Save } from "./save.js";

/** @param {{ admin: boolean }} props */
function Added({ admin }) {
  const section = useSection("sites");
  const [fresh, setFresh] = useState("");
  const { draft, set, told } = section;
  if (!draft) return html`<p class="hint">${told?.[0] ?? "Loading…"}</p>`;
  /** @param {Happening} event */
  const add = (event) => {
    event.preventDefault();
    set([...new Set([...draft, fresh.trim().replace(/\/$/, "").toLowerCase()])]);
    setFresh("");
  };
  return html`<div class="card stack">
    <h3>Your websites</h3>
    ${draft.length === 0 && html`<p class="hint">None yet.</p>`}
    ${draft.map(
      (item) => html`<div class="spread" key=${item}>
        <code>${item}</code>
        ${
          admin &&
          html`<button
            type="button"
            class="button small danger"
            onClick=${() => set(draft.filter((one) => one !== item))}
          >
            Remove
          </button>`
        }
      </div>`,
    )}
    ${
      admin &&
      html`<form class="row" onSubmit=${add}>
        <input
          class="input narrow"
          aria-label="Website to add"
          placeholder="https://shop.example"
          value=${fresh}
          onInput=${(event) => setFresh(event.currentTarget.value)}
        />
        <button class="button small" disabled=${!fresh.trim()}>Add</button>
      </form>`
    }
    <${Save} section=${section} />
  </div>`;
}

/** @param {{ me: User }} props */
export function Site({ me }) {
  const [found, setFound] = useState(/** @type {Answer.Site | null} */ (null));
  const [copied, setCopied] = useState(false);
  const [problem, setProblem] = useState("");
  useEffect(() => void request("/api/settings/site").then(setFound, (error) => setProblem(error.message)), []);
  if (!found) return html`<p class="empty">${problem || "Loading…"}</p>`;
  const copy = () =>
    navigator.clipboard.writeText(found.snippet).then(
      () => setCopied(true),
      () => setProblem("Your browser does not allow copying. Select the line and copy it yourself."),
    );
  return html`
    <h2>Website</h2>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    <div class="card stack">
      <h3>Add this line to your pages, before the end of the body</h3>
      <pre class="snippet" tabindex="0"><code>${found.snippet}</code></pre>
      <div class="row"><button class="button small" onClick=${copy}>${copied ? "Copied" : "Copy"}</button></div>
    </div>
    <${Added} admin=${me.may.includes("users.manage")} />
    <div class="card stack">
      <h3>Websites that can embed the chat</h3>
      <ul>${found.sites.map((item) => html`<li key=${item}><code>${item}</code></li>`)}</ul>
      <p class="hint">Includes Baton's own pages and the “sites” setting in baton.toml.</p>
    </div>
  `;
}
