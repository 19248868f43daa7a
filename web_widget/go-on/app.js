// Where a letter leads a customer back to: the token of the link is kept, and the conversation opens.
import { html, render } from "../shared/preact.js";
import { base } from "../shared/transport.js";

const TOKEN = "baton.token";
const token = location.hash.slice(1);
const here = localStorage.getItem(TOKEN);

function goOn() {
  if (token) localStorage.setItem(TOKEN, JSON.stringify(token));
  localStorage.removeItem("baton.outbox"); // what another conversation on this device still had to send
  location.replace(`${base()}/widget?site=${encodeURIComponent(location.origin)}`);
}

/** A link from somebody else would let them read along: it never takes another conversation's place unasked. */
function Ask() {
  return html`<main class="sign-in"><div class="card stack"><h1>Go on with this conversation?</h1>
    <p>There is another conversation on this device. Only go on if the link came to you in a letter from us.</p>
    <button class="button primary" onClick=${goOn}>Go on with the one from the letter</button>
    <a class="button" href=${`${base()}/widget?site=${encodeURIComponent(location.origin)}`}>Stay with the one that is here</a></div></main>`;
}

if (here && token && here !== JSON.stringify(token)) render(html`<${Ask} />`, document.getElementById("app"));
else goOn();
