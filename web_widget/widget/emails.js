// Email continuity: an address, the code that shows it is the customer's own, and the whole conversation as an email.
import { html, useState } from "../shared/preact.js";
import { t } from "../shared/text.js";

/** @param {{ session: CustomerSession, asked: (email: string) => void, close: () => void }} props */
function Ask({ session, asked, close }) {
  const [email, setEmail] = useState("");
  /** @param {Happening} event */
  const send = async (event) => {
    event.preventDefault();
    if (await session.command("give_email", { email: email.trim() })) asked(email.trim());
  };
  return html`<form class="card stack emails" onSubmit=${send} aria-label=${t("email.offer")}>
    <div class="field">
      <label for="l-email">${t("email.address")}</label>
      <input
        class="input"
        id="l-email"
        type="email"
        required
        maxlength="200"
        autocomplete="email"
        value=${email}
        onInput=${(event) => setEmail(event.currentTarget.value)}
      />
    </div>
    <p class="hint">${t("email.about")}</p>
    <div class="row">
      <button class="button primary small">${t("email.send_code")}</button>
      <button type="button" class="button small" onClick=${close}>${t("email.cancel")}</button>
    </div>
  </form>`;
}

/** @param {{ session: CustomerSession, email: string, back: () => void, close: () => void }} props */
function Confirm({ session, email, back, close }) {
  const [code, setCode] = useState("");
  /** @param {Happening} event */
  const send = async (event) => {
    event.preventDefault();
    if (await session.command("confirm_email", { code: code.trim() })) {
      await session.conversation.resume();
      close();
    }
  };
  return html`<form class="card stack emails" onSubmit=${send} aria-label=${t("email.code_label")}>
    <div class="field">
      <label for="l-code">${t("email.code", { email })}</label>
      <input
        class="input code"
        id="l-code"
        inputmode="numeric"
        autocomplete="one-time-code"
        required
        pattern="[0-9]{6}"
        maxlength="6"
        value=${code}
        onInput=${(event) => setCode(event.currentTarget.value)}
      />
    </div>
    <div class="row">
      <button class="button primary small" disabled=${!/^\d{6}$/.test(code.trim())}>${t("email.verify")}</button>
      <button type="button" class="button small" onClick=${back}>${t("email.other")}</button>
    </div>
  </form>`;
}

/**
 * What is offered below the conversation; nothing while no mail server is set up.
 * @param {{ session: CustomerSession }} props
 */
export function Emails({ session }) {
  const [step, setStep] = useState("");
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const { state } = session.conversation.view;
  if (!session.conversation.now.mail || state === "new") return null;
  const close = () => setStep("");
  if (step === "ask")
    return html`<${Ask}
      session=${session}
      asked=${(/** @type {string} */ address) => {
        setEmail(address);
        setStep("confirm");
      }}
      close=${close}
    />`;
  if (step === "confirm")
    return html`<${Confirm} session=${session} email=${email} back=${() => setStep("ask")} close=${close} />`;
  if (!session.conversation.now.email)
    return html`<button type="button" class="button quiet small" onClick=${() => setStep("ask")}>
      ${t("email.offer")}
    </button>`;
  const copy = async () => setSent(await session.command("transcript"));
  const stop = async () => (await session.command("stop_email")) && session.conversation.resume();
  return html`<div class="row emails-on">
    <span class="hint">${t("email.on", { email: session.conversation.now.email })}</span>
    <button type="button" class="button quiet small" onClick=${stop}>${t("email.stop")}</button>
    <button type="button" class="button quiet small" disabled=${sent} onClick=${copy}>
      ${t(sent ? "email.copied" : "email.copy")}
    </button>
  </div>`;
}
