// Who is alerted when a customer waits and no console is open.
import { html } from "../shared/preact.js";
import { choicesOf, useSection } from "./arranged.js";
import { Fields } from "./fields.js";
import { Save } from "./save.js";

const FIELDS = [
  { name: "after_seconds", label: "Alert after (seconds of waiting)", kind: "number", from: 10, to: 86400 },
  { name: "emails", label: "Email to", kind: "words", hint: "lead@shop.example, night@shop.example" },
  { name: "webhook", label: "Webhook URL", kind: "text", hint: "https://hooks.example/baton", plain: true },
  { name: "only_open", label: "Only during business hours", kind: "check" },
];

export function Alerts() {
  const section = useSection("alerts");
  const { draft, now, set, told } = section;
  if (!draft || !now) return html`<p class="empty">${told?.[0] ?? "Loading…"}</p>`;
  return html`
    <h2>Alerts</h2>
    <p class="hint">
      Get an alert when a customer is waiting and no agent has the console open. You get one alert for each waiting
      customer.
    </p>
    <div class="card two">
      <${Fields} fields=${FIELDS} name="alerts" item=${draft} set=${set} choices=${choicesOf(now)} />
    </div>
    ${
      draft.emails.length > 0 &&
      !now.sections.mail.host &&
      html`<p class="notice">No mail server is set up yet, so these emails would stay in the outbox.</p>`
    }
    ${
      draft.webhook &&
      now.webhook_secret &&
      html`<div class="card stack">
        <h3>Webhook signing secret</h3>
        <code class="secret">${now.webhook_secret}</code>
        <p class="hint">
          The Baton-Signature header is t=SECONDS,v1=HEX, where HEX is the HMAC-SHA256 of “SECONDS.BODY” with this
          secret. Reject calls older than a few minutes.
        </p>
      </div>`
    }
    <${Save} section=${section} />
  `;
}
