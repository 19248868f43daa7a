// How waiting conversations find an agent, for all departments and for those with rules of their own.
import { html } from "../shared/preact.js";
import { choicesOf, useSection } from "./arranged.js";
import { defaultWords, GROUPS, inShort, labelOf, MODES, problemsOf } from "./assignment_fields.js";
import { Choose } from "./choose.js";
import { Field } from "./fields.js";
import { Save } from "./save.js";

const EVERYBODY = "default"; // the rules of departments without their own

/** @typedef {{ rules: Item, defaults: Item, set: (rules: Item) => void, id: string, choices: Choices }} RulesProps */

/** @param {RulesProps & { group: import("./assignment_fields.js").Group }} props */
function Group({ group, rules, defaults, set, id, choices }) {
  const problems = problemsOf(rules);
  return html`<fieldset class="group">
    <legend>${group.title} <span class="hint">${group.about}</span></legend>
    <div class="two">
      ${group.fields.map((field) => {
        const about = [field.about, defaultWords(field, defaults)].filter(Boolean).join(" ");
        return html`<${Field}
          key=${field.name}
          field=${{ ...field, about }}
          id=${`${id}-${field.name}`}
          item=${rules}
          set=${(/** @type {unknown} */ value) => set({ ...rules, [field.name]: value })}
          choices=${choices}
          problem=${problems[field.name]}
        />`;
      })}
    </div>
  </fieldset>`;
}

/** @param {RulesProps} props */
function Rules(props) {
  const { rules, set, id } = props;
  return html`
    <${Choose}
      legend="How conversations are assigned"
      name=${`${id}-mode`}
      value=${rules.mode}
      options=${MODES}
      set=${(/** @type {string} */ mode) => set({ ...rules, mode })}
    />
    ${GROUPS.filter((group) => !group.automatic || rules.mode === "automatic").map(
      (group) => html`<${Group} key=${group.title} group=${group} ...${props} />`,
    )}
  `;
}

/**
 * A department: as all the others, or with rules of its own.
 * @param {RulesProps & { name: string, own: boolean, drop: () => void }} props
 */
function Department({ name, own, drop, ...props }) {
  const { rules, set } = props;
  return html`<details class="card" aria-label=${name}>
    <summary>
      <strong>${name}</strong> <span class="hint">${own ? inShort(rules) : "as all departments"}</span>
    </summary>
    ${
      own
        ? html`<div class="stack">
            <${Rules} ...${props} />
            <div class="row">
              <button type="button" class="button small danger" onClick=${drop}>
                Use the rules for all departments
              </button>
            </div>
          </div>`
        : html`<div class="row">
            <button type="button" class="button small" onClick=${() => set({ ...rules })}>Set own rules</button>
            <span class="hint">They begin as a copy of the rules for all departments.</span>
          </div>`
    }
  </details>`;
}

/** The first thing that is wrong, with its place. @param {[title: string, rules: Item][]} all */
function firstProblem(all) {
  for (const [title, rules] of all)
    for (const [name, problem] of Object.entries(problemsOf(rules))) return `${title}, “${labelOf(name)}”: ${problem}`;
  return "";
}

export function Assignment() {
  const section = useSection("assignment");
  const { now, told } = section;
  const draft = /** @type {Record<string, Item> | null} */ (section.draft);
  if (!draft || !now) return html`<p class="empty">${told?.[0] ?? "Loading…"}</p>`;
  const set = /** @type {(next: Record<string, Item>) => void} */ (section.set);
  const defaults = /** @type {Item} */ (now.assignment_defaults);
  const everybody = draft[EVERYBODY] ?? defaults;
  const { departments } = now.sections;
  const titles = Object.fromEntries(departments.map(({ id, name }) => [id, name || id]));
  const problem = firstProblem(
    Object.entries(draft).map(([name, rules]) => [titles[name] ?? "All departments", rules]),
  );
  const shared = { defaults, choices: choicesOf(now) };
  /** @param {string} name */
  const without = (name) => Object.fromEntries(Object.entries(draft).filter(([other]) => other !== name));
  return html`
    <h2>Assignment</h2>
    <p class="hint">
      How waiting conversations find an agent, and what happens when someone falls silent. An agent can have a capacity
      of their own under <a href="#people">Team</a>.
    </p>
    <section class="card stack" aria-label="All departments">
      <h3>All departments</h3>
      <${Rules}
        ...${shared}
        id="all"
        rules=${everybody}
        set=${(/** @type {Item} */ rules) => set({ ...draft, [EVERYBODY]: rules })}
      />
    </section>
    <h3>Departments with their own rules</h3>
    ${
      departments.length === 0 &&
      html`<p class="hint">No departments yet. Add them under <a href="#departments">Departments</a>.</p>`
    }
    ${departments.map(
      ({ id }) => html`<${Department}
        key=${id}
        ...${shared}
        id=${`d-${id}`}
        name=${titles[id]}
        own=${id in draft}
        rules=${draft[id] ?? everybody}
        set=${(/** @type {Item} */ rules) => set({ ...draft, [id]: rules })}
        drop=${() => set(without(id))}
      />`,
    )}
    <${Save} section=${section} problem=${problem} />
  `;
}
