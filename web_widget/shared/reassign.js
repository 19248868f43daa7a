// A supervisor gives the conversation of one agent to another: the form, for the console and for the reports.
import { useOnce } from "./once.js";
import { html, useLayoutEffect, useRef, useState } from "./preact.js";
import { reasonOf, request } from "./transport.js";

/**
 * `agents` are those who are at work, with words about each; `done` hears who has it, or nothing for a cancel.
 * @param {{
 *   conversation: string,
 *   epoch: number,
 *   from: string,
 *   agents: Choice[],
 *   done: (name?: string) => void,
 * }} props
 */
export function Reassign({ conversation, epoch, from, agents, done }) {
  const [to, setTo] = useState("");
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState("");
  const first = useRef(/** @type {HTMLSelectElement | null} */ (null));
  useLayoutEffect(() => first.current?.focus(), []);
  const send = useOnce(async () => {
    try {
      const body = { conversation, epoch, to, reason: reason.trim() };
      done((await request("/api/reassign", { method: "POST", body })).agent_name);
    } catch (error) {
      setProblem(reasonOf(error));
    }
  });
  /** @param {Happening} event */
  const submit = (event) => {
    event.preventDefault();
    if (to) send();
  };
  return html`<form
    class="card stack sheet"
    aria-label="Reassign"
    onSubmit=${submit}
    onKeyDown=${(event) => event.key === "Escape" && done()}
  >
    <div class="field">
      <label for="ra-to">Reassign from ${from} to</label>
      <select class="input" id="ra-to" ref=${first} value=${to} onChange=${(event) => setTo(event.currentTarget.value)}>
        <option value="">Select one</option>
        ${agents.map(([login, words]) => html`<option key=${login} value=${login}>${words}</option>`)}
      </select>
      ${agents.length === 0 && html`<span class="hint">No other agent is at work.</span>`}
    </div>
    <div class="field">
      <label for="ra-reason">Reason (optional)</label>
      <input
        class="input"
        id="ra-reason"
        maxlength="500"
        value=${reason}
        onInput=${(event) => setReason(event.currentTarget.value)}
      />
      <span class="hint">Both agents hear of it. The customer sees who takes over from whom, not the reason.</span>
    </div>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    <div class="row">
      <button class="button primary small" disabled=${!to}>Reassign</button>
      <button type="button" class="button small" onClick=${() => done()}>Cancel</button>
    </div>
  </form>`;
}
