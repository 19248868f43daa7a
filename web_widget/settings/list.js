// A section that is a list of things: add, change, order, remove.
import { html, useState } from "../shared/preact.js";
import { choicesOf, useSection } from "./arranged.js";
import { Fields } from "./fields.js";
import { firstProblem } from "./numbers.js";
import { Save } from "./save.js";
import { SPECS } from "./specs.js";

/**
 * @param {{
 *   spec: ListSpec,
 *   item: Item,
 *   at: number,
 *   last: boolean,
 *   open: boolean,
 *   set: (item: Item) => void,
 *   move: (by: number) => void,
 *   drop: () => void,
 *   choices: Choices,
 *   name: string,
 * }} props
 */
function Thing({ spec, item, at, last, open, set, move, drop, choices, name }) {
  return html`<details class="card" open=${open}>
    <summary><strong>${spec.title(item) || "New"}</strong> <span class="hint">${spec.line?.(item)}</span></summary>
    <div class="stack">
      <div class="two">
        <${Fields} fields=${spec.fields} name=${`${name}-${at}`} item=${item} set=${set} choices=${choices} />
      </div>
      <div class="row">
        ${
          spec.ordered &&
          html`
            <button type="button" class="button small" disabled=${at === 0} onClick=${() => move(-1)}>Move up</button>
            <button type="button" class="button small" disabled=${last} onClick=${() => move(1)}>Move down</button>
          `
        }
        <button type="button" class="button small danger" onClick=${drop}>Remove</button>
      </div>
    </div>
  </details>`;
}

/** @param {{ name: ListName }} props */
export function ListScreen({ name }) {
  const spec = SPECS[name];
  const section = useSection(name);
  const [fresh, setFresh] = useState(-1);
  const { now, told } = section;
  const draft = /** @type {Item[] | null} */ (section.draft);
  const set = /** @type {(next: Item[]) => void} */ (section.set);
  if (!draft || !now) return html`<p class="empty">${told?.[0] ?? "Loading…"}</p>`;
  /** @param {number} at @param {Item} item */
  const put = (at, item) => set(draft.map((one, place) => (place === at ? item : one)));
  /** @param {number} at @param {number} by */
  const move = (at, by) => {
    const next = [...draft];
    [next[at], next[at + by]] = [next[at + by], next[at]];
    set(next);
    setFresh(-1);
  };
  const add = () => {
    setFresh(draft.length);
    set([...draft, structuredClone(spec.blank)]);
  };
  const wrong = draft.find((item) => firstProblem(spec.fields, item));
  const problem = wrong ? [spec.title(wrong), firstProblem(spec.fields, wrong)].filter(Boolean).join(", ") : "";
  return html`
    <div class="spread">
      <h2>${spec.heading}</h2>
      <button type="button" class="button small" onClick=${add}>${spec.add}</button>
    </div>
    <p class="hint">${spec.about}</p>
    ${draft.length === 0 && html`<p class="empty">${spec.empty}</p>`}
    ${draft.map(
      (item, at) => html`<${Thing}
        key=${at}
        ...${{ spec, item, at, name }}
        last=${at === draft.length - 1}
        open=${at === fresh}
        set=${(/** @type {Item} */ next) => put(at, next)}
        move=${(/** @type {number} */ by) => move(at, by)}
        drop=${() => set(draft.filter((_, place) => place !== at))}
        choices=${choicesOf(now)}
      />`,
    )}
    <${Save} section=${section} problem=${problem} />
  `;
}
