// What the assistant may do alone in the company's systems; beyond it a colleague decides.
import { html } from "../shared/preact.js";
import { useSection } from "./arranged.js";
import { Field } from "./fields.js";
import { Save } from "./save.js";

const JOBS = { cancel: "Cancel an order", return: "Register a return", readdress: "Change where an order goes" };
const STATES = [["processing", "being packed"], ["shipped", "on its way"], ["delivered", "delivered"]];

function Limit({ id, label, value, set, about }) {
  return html`<div class="field"><label for=${id}>${label}</label><input class="input narrow" id=${id} type="number" min="0" placeholder="no limit" value=${value ?? ""} onInput=${(event) => set(event.currentTarget.value === "" ? undefined : event.currentTarget.valueAsNumber)} /><span class="hint">${about}</span></div>`;
}

export function Policy() {
  const section = useSection("policy");
  const { draft, set, told } = section;
  if (!draft) return html`<p class="empty">${told?.[0] ?? "Loading…"}</p>`;
  const put = (job, more) => set({ ...draft, [job]: Object.fromEntries(Object.entries({ ...draft[job], ...more }).filter(([, value]) => value !== undefined)) });
  return html`<h2>What the assistant does alone</h2><p class="hint">Only after the customer's yes, and never in a turn that goes to a person. Beyond a limit a colleague decides; in a state that is not ticked it cannot be done at all.</p>
    ${Object.entries(JOBS).map(([job, words]) => html`<article class="card stack" key=${job} aria-label=${words}><h3>${words}</h3>
      <${Field} field=${{ name: "states", label: "While the order is", kind: "ticks", options: STATES }} id=${`${job}-states`} item=${draft[job]} set=${(states) => put(job, { states })} choices=${{}} />
      <div class="two"><${Limit} id=${`${job}-total`} label="Up to how many euros" value=${draft[job].most_total} set=${(value) => put(job, { most_total: value })} about="A larger sum is a colleague's decision." />
        ${job === "return" && html`<${Limit} id=${`${job}-days`} label="Up to how many days after delivery" value=${draft[job].days} set=${(value) => put(job, { days: value })} about="Later is a colleague's decision." />`}</div></article>`)}
    <div class="card"><${Field} field=${{ name: "undo_minutes", label: "Minutes in which the customer can take it back", kind: "number", from: 0, to: 10080 }} id="undo" item=${draft} set=${(value) => set({ ...draft, undo_minutes: value })} choices=${{}} /></div>
    <${Save} section=${section} />`;
}
