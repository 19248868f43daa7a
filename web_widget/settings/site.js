// What a website embeds.
import { html, useEffect, useState } from "../shared/preact.js";
import { request } from "../shared/transport.js";

export function Site() {
  const [found, setFound] = useState(null);
  const [copied, setCopied] = useState(false);
  const [problem, setProblem] = useState("");
  useEffect(() => void request("/api/settings/site").then(setFound, (error) => setProblem(error.message)), []);
  if (!found) return html`<p class="empty">${problem || "Loading…"}</p>`;
  const copy = () => navigator.clipboard.writeText(found.snippet).then(() => setCopied(true), () => setProblem("The browser does not allow copying; mark the line and copy it yourself."));
  return html`<h2>Website</h2>${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    <div class="card stack"><h3>One line before the end of the page's body</h3><pre class="snippet" tabindex="0"><code>${found.snippet}</code></pre>
      <div class="row"><button class="button small" onClick=${copy}>${copied ? "Copied" : "Copy"}</button></div></div>
    <div class="card stack"><h3>Sites that may embed it</h3><ul>${found.sites.map((each) => html`<li key=${each}><code>${each}</code></li>`)}</ul>
      <p class="hint">The setting “sites” in baton.toml; it counts after Baton is started again.</p></div>`;
}
