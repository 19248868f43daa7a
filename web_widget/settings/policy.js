// What the assistant may do by itself in the company's systems; beyond it an agent decides.
import { html } from "../shared/preact.js";
import { useSection } from "./arranged.js";
import { Field } from "./fields.js";
import { Save } from "./save.js";

/** @type {[name: Job, words: string][]} */
const JOBS = [
  ["cancel", "Cancel an order"],
  ["return", "Register a return"],
  ["readdress", "Change the delivery address"],
];
const STATES = [
  ["processing", "being packed"],
  ["shipped", "on its way"],
  ["delivered", "delivered"],
];

/** @param {{ id: string, label: string, value?: number, set: (value?: number) => void, about: string }} props */
function Limit({ id, label, value, set, about }) {
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <input
      class="input narrow"
      id=${id}
      type="number"
      min="0"
      placeholder="no limit"
      value=${value ?? ""}
      onInput=${(event) => set(event.currentTarget.value === "" ? undefined : event.currentTarget.valueAsNumber)}
    />
    <span class="hint">${about}</span>
  </div>`;
}

export function Policy() {
  const section = useSection("policy");
  const { draft, set, told } = section;
  if (!draft) return html`<p class="empty">${told?.[0] ?? "Loading…"}</p>`;
  /** @param {Job} job @param {Partial<JobLimits>} more */
  const put = (job, more) =>
    set({
      ...draft,
      [job]: Object.fromEntries(Object.entries({ ...draft[job], ...more }).filter(([, value]) => value !== undefined)),
    });
  return html`
    <h2>Automation limits</h2>
    <p class="hint">
      What the assistant may do by itself, only after the customer confirms, and never in a turn that is handed off.
      Beyond a limit, an agent decides. In an order state that is not ticked, it cannot be done at all.
    </p>
    ${JOBS.map(
      ([job, words]) => html`<article class="card stack" key=${job} aria-label=${words}>
        <h3>${words}</h3>
        <${Field}
          field=${{ name: "states", label: "While the order is", kind: "ticks", options: STATES }}
          id=${`${job}-states`}
          item=${draft[job]}
          set=${(/** @type {string[]} */ states) => put(job, { states })}
          choices=${{}}
        />
        <div class="two">
          <${Limit}
            id=${`${job}-total`}
            label="Maximum amount in euros"
            value=${draft[job].most_total}
            set=${(/** @type {number | undefined} */ value) => put(job, { most_total: value })}
            about="An agent decides on larger amounts."
          />
          ${
            job === "return" &&
            html`<${Limit}
              id=${`${job}-days`}
              label="Maximum days after delivery"
              value=${draft[job].days}
              set=${(/** @type {number | undefined} */ value) => put(job, { days: value })}
              about="An agent decides on later returns."
            />`
          }
        </div>
      </article>`,
    )}
    <div class="card">
      <${Field}
        field=${{
          name: "undo_minutes",
          label: "Minutes in which the customer can undo it",
          kind: "number",
          from: 0,
          to: 10080,
        }}
        id="undo"
        item=${draft}
        set=${(/** @type {number} */ value) => set({ ...draft, undo_minutes: value })}
        choices=${{}}
      />
    </div>
    <${Save} section=${section} />
  `;
}
