// What supervisors do with a conversation besides answering.
import { html } from "../shared/preact.js";

/** To where a stored conversation is judged again. @param {{ id: string, user: User }} props */
export function ReplayLink({ id, user }) {
  if (!user.may.includes("settings")) return null;
  return html`<p>
    <a href=${`settings#rewind/${id}`}>Replay this conversation</a>
    <span class="hint"> under another release or other handoff rules</span>
  </p>`;
}
