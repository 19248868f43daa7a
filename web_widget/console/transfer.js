// To another agent, a department or the queue: a name and Enter, or a press, with a note if there is one.
import { html, useEffect, useState } from "../shared/preact.js";
import { matching, Picker } from "./picker.js";
import { Dot } from "./presence.js";
import { loadWords, presenceWords } from "./team.js";

/** @typedef {import("./picker.js").Choosable} Choosable */

const QUEUE = { key: "queue", words: "Next available agent" };

/** Whether an agent is there, and what they carry. @param {TeamMember} [member] */
function Standing({ presence, load, capacity } = /** @type {TeamMember} */ ({ presence: "offline" })) {
  const carries = presence === "offline" ? "" : `, load ${loadWords(/** @type {TeamMember} */ ({ load, capacity }))}`;
  return html`<span class="hint"><${Dot} presence=${presence} /> ${presenceWords(presence)}${carries}</span>`;
}

/** Whom it can go to: those who are there first. @param {AgentSession} session @returns {Choosable[]} */
function destinations({ tools, team, inbox }) {
  const { departments, agents } = tools.now;
  const others = agents.filter((agent) => agent.login !== inbox.me?.login);
  const there = (/** @type {{ login: string }} */ { login }) => Number(team.of(login)?.presence === "online");
  return [
    QUEUE,
    ...departments.map(({ id, name }) => ({ key: `department:${id}`, words: name, more: hint("Department") })),
    ...others
      .sort((a, b) => there(b) - there(a))
      .map(({ login, name }) => ({ key: `agent:${login}`, words: name, more: Standing(team.of(login)) })),
  ];
}

/** @param {string} words */
const hint = (words) => html`<span class="hint">${words}</span>`;

/** @param {Choosable} option @param {string} note */
function payloadOf({ key }, note) {
  const [kind, name] = key.split(":");
  return { ...(kind === "agent" && { to: name }), ...(kind === "department" && { department: name }), note };
}

/** @param {{ session: AgentSession, to: Choosable }} props */
function Gone({ session, to }) {
  const [kind, login] = to.key.split(":");
  if (kind !== "agent" || (session.team.of(login)?.presence ?? "offline") !== "offline") return null;
  return hint(`${to.words} is offline. The conversation waits in their list, and other agents can take over.`);
}

/** @param {{ session: AgentSession, done: () => void }} props */
export function Transfer({ session, done }) {
  const [to, setTo] = useState(/** @type {Choosable} */ (QUEUE));
  const [note, setNote] = useState("");
  useEffect(() => void session.tools.load(), []); // who is there now
  /** @param {Choosable} option */
  const send = (option) => {
    session.moves.later("requeue", payloadOf(option, note));
    done();
  };
  /** @param {string} letters */
  const options = (letters) => matching(destinations(session), letters);
  /** @param {Choosable} option @param {boolean} byKey */
  const choose = (option, byKey) => (byKey ? send(option) : setTo(option));
  return html`<form
    class="card stack sheet"
    aria-label="Transfer"
    onSubmit=${(event) => {
      event.preventDefault();
      send(to);
    }}
    onKeyDown=${(event) => event.key === "Escape" && done()}
  >
    <p>To <strong data-testid="transfer-to">${to.words}</strong></p>
    <${Picker}
      name="t-to"
      label="Transfer to"
      placeholder="Name of an agent or department"
      options=${options}
      choose=${choose}
      leave=${done}
    />
    <${Gone} session=${session} to=${to} />
    <div class="field">
      <label for="t-note">Note (optional)</label>
      <textarea
        class="input"
        id="t-note"
        rows="2"
        maxlength="4000"
        value=${note}
        onInput=${(event) => setNote(event.currentTarget.value)}
      />
    </div>
    <div class="row">
      <button class="button primary small">Transfer</button>
      <button type="button" class="button small" onClick=${done}>Cancel</button>
    </div>
  </form>`;
}
