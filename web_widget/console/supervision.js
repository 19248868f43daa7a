// What supervisors do with a conversation besides answering.
import { html } from "../shared/preact.js";
import { Reassign } from "../shared/reassign.js";
import { loadWords, presenceWords } from "./team.js";

const AT_WORK = new Set(["online", "busy", "wrapping_up"]);

/** @param {TeamMember} member */
const standing = (member) => `${presenceWords(member.presence).toLowerCase()}, carries ${loadWords(member)}`;

/** A sheet that the address asks for, once: the reports lead to taking a conversation over. */
export function askedSheet() {
  const asked = new URLSearchParams(location.search);
  if (!asked.has("over")) return "";
  asked.delete("over");
  history.replaceState(null, "", `${location.pathname}${asked.size ? `?${asked}` : ""}${location.hash}`);
  return "over";
}

/** That nobody sees who looks, and the way out of it. @param {{ session: AgentSession }} props */
export function SilentView({ session }) {
  if (!session.conversation.silent) return null;
  return html`<span class="row" role="status">
    <span class="chip warn" title="Neither the customer nor the agent sees that you are here">Silent view</span>
    <button type="button" class="button small quiet" onClick=${() => session.reveal()}>End silent view</button>
  </span>`;
}

/** To another agent than the one who has it. @param {{ session: AgentSession, done: () => void }} props */
export function ReassignSheet({ session, done }) {
  const { id, view } = session.conversation;
  const others = session.team.members.filter((member) => AT_WORK.has(member.presence) && member.id !== view.agent);
  return html`<${Reassign}
    conversation=${id}
    epoch=${view.epoch}
    from=${view.agentName}
    agents=${others.map((member) => [member.login, `${member.name}: ${standing(member)}`])}
    done=${done}
  />`;
}

/** To where a stored conversation is judged again. @param {{ id: string, user: User }} props */
export function ReplayLink({ id, user }) {
  if (!user.may.includes("settings")) return null;
  return html`<p>
    <a href=${`settings#rewind/${id}`}>Replay this conversation</a>
    <span class="hint"> under another release or other handoff rules</span>
  </p>`;
}
