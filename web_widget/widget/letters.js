// Going on by e-mail: an address, the code that shows it is the customer's own, and the whole conversation as a letter.
import { html, useState } from "../shared/preact.js";

function Ask({ session, asked, close }) {
  const [email, setEmail] = useState("");
  const send = async (event) => {
    event.preventDefault();
    if (await session.command("give_email", { email: email.trim() })) asked(email.trim());
  };
  return html`<form class="card stack letters" onSubmit=${send} aria-label="Answers by e-mail">
    <div class="field"><label for="l-email">Your e-mail address</label><input class="input" id="l-email" type="email" required maxlength="200" autocomplete="email" value=${email} onInput=${(event) => setEmail(event.currentTarget.value)} /></div>
    <p class="hint">When you are not here, our answers also come to you. You can go on from any of them, and stop it here.</p>
    <div class="row"><button class="button primary small">Send me a code</button><button type="button" class="button small" onClick=${close}>Leave it</button></div></form>`;
}

function Confirm({ session, email, back, close }) {
  const [code, setCode] = useState("");
  const send = async (event) => {
    event.preventDefault();
    if (await session.command("confirm_email", { code: code.trim() })) (await session.resume(), close());
  };
  return html`<form class="card stack letters" onSubmit=${send} aria-label="The code from the letter">
    <div class="field"><label for="l-code">The six digits we sent to ${email}</label>
      <input class="input code" id="l-code" inputmode="numeric" autocomplete="one-time-code" required pattern="[0-9]{6}" maxlength="6" value=${code} onInput=${(event) => setCode(event.currentTarget.value)} /></div>
    <div class="row"><button class="button primary small" disabled=${!/^\d{6}$/.test(code.trim())}>Confirm</button><button type="button" class="button small" onClick=${back}>Another address</button></div></form>`;
}

/** What is offered below the conversation; nothing while the house cannot write letters. */
export function Letters({ session }) {
  const [step, setStep] = useState("");
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const { state } = session.view;
  if (!session.mail || state === "new") return null;
  const close = () => setStep("");
  if (step === "ask") return html`<${Ask} session=${session} asked=${(given) => (setEmail(given), setStep("confirm"))} close=${close} />`;
  if (step === "confirm") return html`<${Confirm} session=${session} email=${email} back=${() => setStep("ask")} close=${close} />`;
  if (!session.email) return html`<button type="button" class="button quiet small" onClick=${() => setStep("ask")}>Answers by e-mail</button>`;
  const copy = async () => setSent(await session.command("transcript"));
  const stop = async () => (await session.command("stop_email")) && session.resume();
  return html`<div class="row letters-on"><span class="hint">Answers also to ${session.email}</span>
    <button type="button" class="button quiet small" onClick=${stop}>Stop</button>
    <button type="button" class="button quiet small" disabled=${sent} onClick=${copy}>${sent ? "Sent" : "Send me a copy"}</button></div>`;
}
