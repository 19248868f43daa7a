// The agent's own switch, in the head of the console.
import { html } from "../shared/preact.js";
import { PRESENCES } from "./team.js";

const END = "end";

/** A presence for the eye; the word stands beside it. @param {{ presence: Presence }} props */
export function Dot({ presence }) {
  return html`<span class=${`dot ${presence}`} aria-hidden="true" />`;
}

/** @param {{ session: AgentSession, endShift: () => void }} props */
export function PresenceSwitch({ session, endShift }) {
  const { me } = session.team;
  if (!me) return null;
  /** @param {Happening} event */
  const choose = (event) => {
    const { value } = event.currentTarget;
    if (value !== END) return void session.team.switchTo(/** @type {Presence} */ (value));
    event.currentTarget.value = me.presence;
    endShift();
  };
  return html`<span class="row presence">
    <${Dot} presence=${me.presence} />
    <select class="input narrow small" aria-label="My status" value=${me.presence} onChange=${choose}>
      ${PRESENCES.map(([name, words]) => html`<option key=${name} value=${name}>${words}</option>`)}
      <option value=${END}>End shift…</option>
    </select>
  </span>`;
}
