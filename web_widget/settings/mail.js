// The mail server, and the outbox with what goes out.
import { useOnce } from "../shared/once.js";
import { html, useEffect, useState } from "../shared/preact.js";
import { counted } from "../shared/text.js";
import { clock, day } from "../shared/time.js";
import { request } from "../shared/transport.js";
import { choicesOf, useSection } from "./arranged.js";
import { Fields } from "./fields.js";
import { Save } from "./save.js";

const FIELDS = [
  {
    name: "host",
    label: "Server",
    kind: "text",
    hint: "smtp.example.org",
    plain: true,
    about: "Leave empty to keep emails in the outbox, where you can read them.",
  },
  { name: "port", label: "Port", kind: "number", from: 1, to: 65535 },
  {
    name: "security",
    label: "Encryption",
    kind: "select",
    options: [
      ["starttls", "STARTTLS (587)"],
      ["tls", "TLS (465)"],
      ["none", "None (this machine only)"],
    ],
  },
  { name: "user", label: "User (optional)", kind: "text", plain: true },
  { name: "sender", label: "From address", kind: "text", hint: "help@shop.example", plain: true },
  { name: "sender_name", label: "From name", kind: "text", hint: "Shop service" },
  { name: "away_seconds", label: "Email unread replies after (seconds)", kind: "number", from: 5, to: 86400 },
];
/** @type {Record<string, [tone: string, words: string]>} */
const STATES = { waiting: ["warn", "waiting"], sent: ["good", "sent"], failed: ["bad", "failed"], kept: ["", "kept"] };
const OFTEN_MS = 3000;

/** @param {{ known: boolean, done: () => void }} props */
function Password({ known, done }) {
  const [password, setPassword] = useState("");
  const [told, setTold] = useState(/** @type {Told | null} */ (null));
  const send = useOnce(async () => {
    await request("/api/settings/mail-password", { method: "PUT", body: { password } }).then(
      () => {
        setTold(["Saved. It is not shown again.", "good"]);
        setPassword("");
        done();
      },
      (error) => setTold([error.message, "bad"]),
    );
  });
  return html`<form
    class="card stack"
    onSubmit=${(event) => {
      event.preventDefault();
      send();
    }}
  >
    <h3>Password</h3>
    ${told && html`<p class=${`notice ${told[1]}`} role="status">${told[0]}</p>`}
    <div class="row">
      <input
        class="input narrow"
        type="password"
        aria-label="Mail server password"
        autocomplete="new-password"
        maxlength="500"
        placeholder=${known ? "saved" : "not set"}
        value=${password}
        onInput=${(event) => setPassword(event.currentTarget.value)}
      />
      <button class="button small" disabled=${!password && !known}>
        ${password || !known ? "Save password" : "Remove password"}
      </button>
    </div>
    <p class="hint">Stored in a file that only Baton can read, and never exported.</p>
  </form>`;
}

/** @param {{ done: () => void }} props */
function Trial({ done }) {
  const [email, setEmail] = useState("");
  const [told, setTold] = useState(/** @type {Told | null} */ (null));
  const send = useOnce(async () => {
    await request("/api/settings/mail-trial", { method: "POST", body: { email } }).then(
      () => {
        setTold(["Test email added to the outbox below. Its status appears there.", "good"]);
        done();
      },
      (error) => setTold([error.message, "bad"]),
    );
  });
  return html`<form
    class="card stack"
    onSubmit=${(event) => {
      event.preventDefault();
      send();
    }}
  >
    <h3>Send a test email</h3>
    ${told && html`<p class=${`notice ${told[1]}`} role="status">${told[0]}</p>`}
    <div class="row">
      <input
        class="input narrow"
        type="email"
        required
        aria-label="Send a test email to"
        placeholder="you@example.org"
        value=${email}
        onInput=${(event) => setEmail(event.currentTarget.value)}
      />
      <button class="button small">Send test</button>
    </div>
  </form>`;
}

/** @param {{ email: Answer.OutboxEntry, act: (method: "POST" | "DELETE", id: string) => void }} props */
function Email({ email, act }) {
  const [tone, words] = STATES[email.state];
  return html`<details class="card">
    <summary>
      <strong>${email.subject}</strong> <span class=${`chip ${tone}`}>${words}</span> <span class="hint">
        ${email.recipient}, ${day(email.created_at)} ${clock(email.created_at)}
      </span>
    </summary>
    <div class="stack">
      ${
        email.error &&
        html`<p class="notice bad">
          ${email.error}
          ${
            email.state === "waiting"
              ? ` Tried ${counted(email.attempts, "time", "times")}. Next attempt at ${clock(email.due_at)}.`
              : ""
          }
        </p>`
      }
      <pre class="snippet email" tabindex="0">
        ${
          email.body.text ??
          (Object.keys(email.body).length
            ? JSON.stringify(email.body, null, 2)
            : "The content was deleted because it held an access link or code.")
        }
      </pre>
      <div class="row">
        ${
          email.state !== "sent" &&
          html`<button type="button" class="button small" onClick=${() => act("POST", email.id)}>Send now</button>`
        }
        <button type="button" class="button small danger" onClick=${() => act("DELETE", email.id)}>Delete</button>
      </div>
    </div>
  </details>`;
}

/** @param {{ asked: number }} props */
function Outbox({ asked }) {
  const [found, setFound] = useState(/** @type {Answer.OutboxPage | null} */ (null));
  const [problem, setProblem] = useState("");
  const load = () => request("/api/outbox").then(setFound, (error) => setProblem(error.message));
  useEffect(() => {
    load();
    const often = setInterval(load, OFTEN_MS);
    return () => clearInterval(often);
  }, [asked]);
  const act = useOnce((/** @type {"POST" | "DELETE"} */ method, /** @type {string} */ id) =>
    request(`/api/outbox/${id}`, { method, body: {} })
      .then(
        () => setProblem(""),
        (error) => setProblem(error.message),
      )
      .then(load),
  );
  if (!found) return html`<p class="empty">${problem || "Loading…"}</p>`;
  return html`<section class="stack" aria-label="Outbox">
    <h3>Outbox</h3>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${
      !found.server &&
      html`<p class="notice">
        No mail server is set up. Emails stay here, and customers are not offered anything that needs email.
      </p>`
    }
    ${found.emails.length === 0 && html`<p class="empty">No emails yet.</p>`}
    ${found.emails.map((email) => html`<${Email} key=${email.id} email=${email} act=${act} />`)}
  </section>`;
}

export function Mail() {
  const section = useSection("mail");
  const [asked, setAsked] = useState(0);
  const { draft, now, set, told } = section;
  if (!draft || !now) return html`<p class="empty">${told?.[0] ?? "Loading…"}</p>`;
  return html`
    <h2>Email</h2>
    <p class="hint">
      Used for invitations, password resets, replies to customers who are away, transcripts and alerts.
    </p>
    <div class="card two">
      <${Fields} fields=${FIELDS} name="mail" item=${draft} set=${set} choices=${choicesOf(now)} />
    </div>
    <${Save} section=${section} />
    <div class="two">
      <${Password} known=${now.mail_password} done=${section.fresh} />
      <${Trial} done=${() => setAsked(asked + 1)} />
    </div>
    <${Outbox} asked=${asked} />
  `;
}
