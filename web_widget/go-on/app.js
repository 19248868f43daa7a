// Where an email leads a customer back to: the token of the link is kept, and the conversation opens.
import { html, mount } from "../shared/preact.js";
import { base } from "../shared/transport.js";
import { forgetWaiting } from "../widget/outbox.js";
import { store, stored } from "../widget/storage.js";

const TOKEN = "baton.token";
const token = location.hash.slice(1);
const here = stored(TOKEN);

function goOn() {
  if (token && token !== here) {
    forgetWaiting();
    store(TOKEN, token);
  }
  location.replace(`${base()}/widget?site=${encodeURIComponent(location.origin)}`);
}

/** A link from a stranger would let them read along: it never takes another conversation's place unasked. */
function Ask() {
  return html`<main class="sign-in">
    <div class="card stack">
      <h1>Continue this conversation?</h1>
      <p>There is already a conversation on this device. Only continue if this link came to you in an email from us.</p>
      <button class="button primary" onClick=${goOn}>Continue the one from the email</button>
      <a class="button" href=${`${base()}/widget?site=${encodeURIComponent(location.origin)}`}>
        Stay in the current one
      </a>
    </div>
  </main>`;
}

if (here && token && here !== token) mount(html`<${Ask} />`);
else goOn();
