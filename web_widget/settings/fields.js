// One field of the configuration, by its kind.
import { html, useState } from "../shared/preact.js";
import { counted } from "../shared/text.js";
import { numberProblem } from "./numbers.js";

/**
 * "a, b" ↔ ["a", "b"], written freely while it is being written.
 * @param {{ id: string, value: string[], set: (value: string[]) => void, hint?: string, options?: string[] }} props
 */
function Words({ id, value, set, hint, options }) {
  const [text, setText] = useState(value.join(", "));
  /** @param {string} written */
  const read = (written) =>
    written
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean);
  const shown = read(text).join() === value.join() ? text : value.join(", ");
  return html`
    <input
      class="input"
      id=${id}
      list=${options ? `${id}-list` : undefined}
      value=${shown}
      placeholder=${hint}
      autocapitalize="none"
      onInput=${(event) => {
        setText(event.currentTarget.value);
        set(read(event.currentTarget.value));
      }}
    />
    ${
      options &&
      html`<datalist id=${`${id}-list`}>
        ${options.map((option) => html`<option key=${option} value=${option} />`)}
      </datalist>`
    }
  `;
}

/**
 * Several of a few: boxes to tick.
 * @param {{ value: string[], set: (value: string[]) => void, options: Choice[], label: string }} props
 */
function Ticks({ value, set, options, label }) {
  /** @param {string} name */
  const turn = (name) => set(value.includes(name) ? value.filter((item) => item !== name) : [...value, name]);
  if (options.length === 0) return html`<span class="hint">None set up yet.</span>`;
  return html`<span class="row wrap" role="group" aria-label=${label}>
    ${options.map(
      ([name, words]) => html`<label class="check" key=${name}>
        <input type="checkbox" checked=${value.includes(name)} onChange=${() => turn(name)} /> ${words}
      </label>`,
    )}
  </span>`;
}

/** @type {[name: keyof Arranged.When, words: string][]} */
const WHEN = [
  ["reasons", "Hand-off reason"],
  ["topics", "Topic (an intent, article or topic; * matches anything)"],
  ["languages", "Language (de, fr)"],
  ["segments", "Segment"],
  ["sites", "Website"],
  ["departments", "Department"],
];

/** @type {Record<string, string>} */
const HINTS = { topics: "return_*, delivery", languages: "de, fr", sites: "https://shop.example" };

/**
 * @param {{
 *   id: string,
 *   value: Arranged.When,
 *   set: (value: Arranged.When) => void,
 *   without?: string[],
 *   choices: Choices,
 * }} props
 */
function When({ id, value, set, without = [], choices }) {
  const parts = WHEN.filter(([name]) => !without.includes(name));
  const { reasons, departments, segments } = choices;
  /** @type {Partial<Record<keyof Arranged.When, Choice[]>>} */
  const ticks = { reasons, departments, segments };
  const named = Object.values(value).flat().length;
  return html`<details class="when">
    <summary>
      ${named ? counted(named, "condition", "conditions") : "Always"} <span class="hint">
        ${named ? "every kind must match" : "no conditions"}
      </span>
    </summary>
    <div class="stack">
      ${parts.map(
        ([name, words]) =>
          html`<div class="field" key=${name}>
            <label for=${`${id}-${name}`}>${words}</label>
            ${
              ticks[name]
                ? html`<${Ticks}
                  label=${words}
                  value=${value[name]}
                  set=${(/** @type {string[]} */ next) => set({ ...value, [name]: next })}
                  options=${ticks[name]}
                />`
                : html`<${Words}
                  id=${`${id}-${name}`}
                  value=${value[name]}
                  set=${(/** @type {string[]} */ next) => set({ ...value, [name]: next })}
                  hint=${HINTS[name]}
                />`
            }
          </div>`,
      )}
    </div>
  </details>`;
}

/**
 * `problem` is what is wrong with it beside the others; a number outside its bounds says so by itself.
 * @param {{
 *   field: SectionField,
 *   id: string,
 *   item: Item,
 *   set: (value: any) => void,
 *   choices: Choices,
 *   problem?: string,
 * }} props
 */
export function Field({ field, id, item, set, choices, problem = "" }) {
  const value = item[field.name];
  const wrong = numberProblem(field, value) || problem;
  /** @param {Happening} event */
  const change = (event) => set(event.currentTarget.value);
  if (field.shown && !field.shown(item)) return null;
  if (field.kind === "check")
    return html`<div class="field">
      <label class="check">
        <input type="checkbox" checked=${value} onChange=${(event) => set(event.currentTarget.checked)} /> ${
          field.label
        }
      </label>
      ${field.about && html`<span class="hint">${field.about}</span>`}
    </div>`;
  const options = typeof field.options === "function" ? field.options(choices) : field.options;
  const pairs = (options ?? []).map((one) => (Array.isArray(one) ? one : [one, String(one)]));
  /** @type {Record<SectionField["kind"], () => Drawn>} */
  const body = {
    check: () => null,
    text: () =>
      html`<input
        class="input"
        id=${id}
        value=${value}
        maxlength=${field.most ?? 200}
        placeholder=${field.hint}
        autocapitalize=${field.plain ? "none" : undefined}
        onInput=${change}
      />`,
    area: () =>
      html`<textarea
        class="input"
        id=${id}
        rows="3"
        maxlength="4000"
        value=${value}
        placeholder=${field.hint}
        onInput=${change}
      />`,
    number: () =>
      html`<input
        class="input narrow"
        id=${id}
        type="number"
        min=${field.from}
        max=${field.to}
        step=${field.step}
        value=${value ?? ""}
        aria-invalid=${wrong ? "true" : undefined}
        aria-describedby=${`${id}-about`}
        onInput=${({ currentTarget }) => set(currentTarget.value === "" ? null : currentTarget.valueAsNumber)}
      />`,
    select: () =>
      html`<select
        class="input"
        id=${id}
        value=${String(value)}
        onChange=${(event) =>
          set(typeof value === "number" ? Number(event.currentTarget.value) : event.currentTarget.value)}
      >
        ${pairs.map(([name, words]) => html`<option key=${name} value=${String(name)}>${words}</option>`)}
      </select>`,
    words: () => html`<${Words} id=${id} value=${value} set=${set} hint=${field.hint} options=${options} />`,
    ticks: () => html`<${Ticks} label=${field.label} value=${value} set=${set} options=${options} />`,
    when: () => html`<${When} id=${id} value=${value} set=${set} without=${field.without} choices=${choices} />`,
  };
  return html`<div class=${`field ${["area", "when"].includes(field.kind) ? "whole" : ""}`}>
    <label for=${id}>${field.label}</label>
    ${body[field.kind]()}
    <span class="stack tight" id=${`${id}-about`}>
      ${wrong && html`<span class="problem" role="alert">${wrong}</span>`}
      ${field.about && html`<span class="hint">${field.about}</span>`}
    </span>
  </div>`;
}

/**
 * All fields of one item, whose ids begin with ``name``.
 * @param {{ fields: SectionField[], name: string, item: Item, set: (item: any) => void, choices: Choices }} props
 */
export function Fields({ fields, name, item, set, choices }) {
  return fields.map(
    (field) => html`<${Field}
      key=${field.name}
      field=${field}
      id=${`${name}-${field.name}`}
      item=${item}
      set=${(/** @type {unknown} */ value) => set({ ...item, [field.name]: value })}
      choices=${choices}
    />`,
  );
}
