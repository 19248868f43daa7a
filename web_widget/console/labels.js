// Labels of a conversation: those in use are offered, new ones are made by writing them.
import { html, useState } from "../shared/preact.js";
import { inOrder } from "./lists.js";

/** Labels that any listed conversation has. */
export function labelsInUse(lists) {
  return [...new Set(inOrder(lists).flatMap((each) => each.labels))].sort();
}

export function Labels({ session }) {
  const [fresh, setFresh] = useState("");
  const has = session.header?.labels ?? [];
  const keep = (labels) => session.tell("label", { labels });
  const add = (event) => {
    event.preventDefault();
    const name = fresh.trim();
    setFresh("");
    if (name && !has.includes(name)) keep([...has, name]);
  };
  return html`<div><h3>Labels</h3><form class="row wrap" onSubmit=${add}>
    ${has.map((each) => html`<span class="chip" key=${each}>${each} <button type="button" class="drop" aria-label=${`Take off ${each}`} onClick=${() => keep(has.filter((one) => one !== each))}>×</button></span>`)}
    <input class="input narrow small" list="labels" aria-label="Add a label" placeholder="Add a label" maxlength="40" value=${fresh} onInput=${(event) => setFresh(event.currentTarget.value)} />
    <datalist id="labels">${labelsInUse(session.lists).filter((each) => !has.includes(each)).map((each) => html`<option value=${each} />`)}</datalist></form></div>`;
}
