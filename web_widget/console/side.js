// What stands beside the conversation: the hand-off note, labels, the customer.
import { html } from "../shared/preact.js";
import { Brief } from "./brief.js";
import { CustomerCard } from "./customer.js";
import { Labels } from "./labels.js";
import { ReplayLink } from "./supervision.js";
import { WhyHere } from "./why.js";

/** @param {{ session: AgentSession, user: User, close: () => void }} props */
export function Side({ session, user, close }) {
  const { header } = session.conversation;
  if (!header) return html`<aside class="side" aria-label="About this conversation" />`;
  return html`<aside class="side stack" aria-label="About this conversation" data-testid="side">
    <button class="button small side-toggle" onClick=${close}>Back to the conversation</button>
    <${WhyHere} session=${session} />
    <${Brief} brief=${session.beside.now.brief} />
    <${ReplayLink} id=${header.id} user=${user} />
    <${Labels} session=${session} />
    <${CustomerCard} session=${session} />
  </aside>`;
}
