// Who hears of it when somebody waits and no console is open.
import { html } from "../shared/preact.js";
import { choicesOf, useSection } from "./arranged.js";
import { Field } from "./fields.js";
import { Save } from "./save.js";

const FIELDS = [
  { name: "after_seconds", label: "After how many seconds of waiting", kind: "number", from: 10, to: 86400 }, { name: "emails", label: "Letters to", kind: "words", hint: "lead@shop.example, night@shop.example" },
  { name: "webhook", label: "A call to", kind: "text", hint: "https://hooks.example/baton", plain: true }, { name: "only_open", label: "Only in opening hours", kind: "check" },
];

export function Alerts() {
  const section = useSection("alerts");
  const { draft, now, set, told } = section;
  if (!draft || !now) return html`<p class="empty">${told?.[0] ?? "Loading…"}</p>`;
  return html`<h2>Alerts</h2><p class="hint">When somebody waits for a person and no colleague has the console open. Each who waits is told of once.</p>
    <div class="card two">${FIELDS.map((field) => html`<${Field} key=${field.name} field=${field} id=${`alerts-${field.name}`} item=${draft} set=${(value) => set({ ...draft, [field.name]: value })} choices=${choicesOf(now)} />`)}</div>
    ${draft.emails.length > 0 && !now.sections.mail.host && html`<p class="notice">No mail server is set up yet, so these letters would stay in the outbox.</p>`}
    ${draft.webhook && now.webhook_secret && html`<div class="card stack"><h3>The secret that signs the call</h3><code class="secret">${now.webhook_secret}</code>
      <p class="hint">The header Baton-Signature is t=SECONDS,v1=HEX, where HEX is HMAC-SHA256 of “SECONDS.BODY” with this secret. Refuse what is older than a few minutes.</p></div>`}
    <${Save} section=${section} />`;
}
