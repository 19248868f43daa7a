// Until when: a time to choose, hours of one's own, a day of the calendar, or the customer's reply.
import { html, useState } from "../shared/preact.js";
import { matching, Picker } from "./picker.js";
import { ownTimes, snoozeTimes, UNTIL_REPLY } from "./snoozes.js";

/** What a calendar field takes. @param {number} at */
const local = (at) => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** @param {string} letters */
function times(letters) {
  const all = snoozeTimes().map(([words, until]) => ({ key: String(until), words }));
  const own = ownTimes(letters).map(([words, until]) => ({ key: String(until), words }));
  return [...own, ...matching(all, letters)];
}

/** @param {{ session: AgentSession, snoozed: number, done: () => void }} props */
export function Snooze({ session, snoozed, done }) {
  const [day, setDay] = useState("");
  /** @param {number} until */
  const until = (until) => {
    session.moves.now("snooze", { until });
    done();
  };
  const at = new Date(day).getTime();
  return html`<form
    class="card stack sheet"
    aria-label="Snooze"
    onSubmit=${(event) => {
      event.preventDefault();
      if (at > Date.now() && at < UNTIL_REPLY) until(at);
    }}
    onKeyDown=${(event) => event.key === "Escape" && done()}
  >
    <${Picker}
      name="s-until"
      label="Snooze until"
      placeholder="A time, or your own: 90 min, 5 h, 2 days"
      options=${times}
      choose=${({ key }) => until(Number(key))}
      leave=${done}
    />
    <div class="row wrap">
      <label for="s-day">Date and time</label>
      <input
        class="input narrow small"
        id="s-day"
        type="datetime-local"
        min=${local(Date.now())}
        value=${day}
        onInput=${(event) => setDay(event.currentTarget.value)}
      />
      <button class="button primary small" disabled=${!(at > Date.now())}>Snooze</button>
      ${snoozed > 0 && html`<button type="button" class="button small" onClick=${() => until(0)}>Unsnooze</button>`}
      <button type="button" class="button small" onClick=${done}>Cancel</button>
    </div>
  </form>`;
}
