// Email continuity: an address, the code that shows it is the customer's own, and the whole conversation as an email.
import { html, useState } from "../shared/preact.js";

function Ask({ session, asked, close }) {
  const [email, setEmail] = useState("");
  const send = async (event) => {
    event.preventDefault();
    if (await session.command("give_email", { email: email.trim() })) asked(email.trim());
  };
  return html`<form class="card stack letters" onSubmit=${send} aria-label="Get replies by email">
    <div class="field"><label for="l-email">Your email address</label><input class="input" id="l-email" type="email" required maxlength="200" autocomplete="email" value=${email} onInput=${(event) => setEmail(event.currentTarget.value)} /></div>
    <p class="hint">When you're away, we'll also email you our replies. Each email has a link back to this chat. You can stop them here at any time.</p>
    <div class="row"><button class="button primary small">Send code</button><button type="button" class="button small" onClick=${close}>Cancel</button></div></form>`;
}

function Confirm({ session, email, back, close }) {
  const [code, setCode] = useState("");
  const send = async (event) => {
    event.preventDefault();
    if (await session.command("confirm_email", { code: code.trim() })) (await session.resume(), close());
  };
  return html`<form class="card stack letters" onSubmit=${send} aria-label="Verification code">
    <div class="field"><label for="l-code">Enter the six-digit code we sent to ${email}</label>
      <input class="input code" id="l-code" inputmode="numeric" autocomplete="one-time-code" required pattern="[0-9]{6}" maxlength="6" value=${code} onInput=${(event) => setCode(event.currentTarget.value)} /></div>
    <div class="row"><button class="button primary small" disabled=${!/^\d{6}$/.test(code.trim())}>Verify</button><button type="button" class="button small" onClick=${back}>Use another address</button></div></form>`;
}

/** What is offered below the conversation; nothing while no mail server is set up. */
export function Letters({ session }) {
  const [step, setStep] = useState("");
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const { state } = session.view;
  if (!session.mail || state === "new") return null;
  const close = () => setStep("");
  if (step === "ask") return html`<${Ask} session=${session} asked=${(given) => (setEmail(given), setStep("confirm"))} close=${close} />`;
  if (step === "confirm") return html`<${Confirm} session=${session} email=${email} back=${() => setStep("ask")} close=${close} />`;
  if (!session.email) return html`<button type="button" class="button quiet small" onClick=${() => setStep("ask")}>Get replies by email</button>`;
  const copy = async () => setSent(await session.command("transcript"));
  const stop = async () => (await session.command("stop_email")) && session.resume();
  return html`<div class="row letters-on"><span class="hint">Replies also go to ${session.email}</span>
    <button type="button" class="button quiet small" onClick=${stop}>Stop emails</button>
    <button type="button" class="button quiet small" disabled=${sent} onClick=${copy}>${sent ? "Copy sent" : "Email me a copy"}</button></div>`;
}
