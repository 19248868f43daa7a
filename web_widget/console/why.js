// Why a conversation came to its agent: the sentence that was stored with the offer.
import { html } from "../shared/preact.js";
import { clock } from "../shared/time.js";

/** The last offer, and how it stands: what rings now, or what was accepted. @param {AgentSession} session */
function lastOffer({ conversation }) {
  const { events } = conversation.view;
  return /** @type {Log.Offered | undefined} */ (events.findLast(({ event }) => event === "agent.offered"));
}

/** @param {{ session: AgentSession }} props */
export function WhyHere({ session }) {
  const offer = lastOffer(session);
  const { id, view } = session.conversation;
  if (!offer || (view.state !== "queued" && view.agent !== offer.agent)) return null;
  return html`<details class="why" key=${id} data-testid="why-here">
    <summary>Why here?</summary>
    <p>${offer.why}</p>
    <p class="hint">Offered to ${offer.agent_name} at ${clock(offer.at)}.</p>
  </details>`;
}
