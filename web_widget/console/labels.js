// Labels of a conversation: those that are set up and those in use are offered first, a new one last.
import { html } from "../shared/preact.js";
import { LabelChip } from "./chips.js";
import { inOrder } from "./inbox.js";
import { matching, Picker } from "./picker.js";

const MOST = 7;

/**
 * Labels that are set up, and those any listed conversation has.
 * @param {Inbox | null} lists
 * @param {Answer.Label[]} [kinds]
 */
export function labelsInUse(lists, kinds = []) {
  return [...new Set([...kinds.map((kind) => kind.name), ...inOrder(lists).flatMap((item) => item.labels)])].sort();
}

const CREATE = "create:";

/**
 * What fits the letters; a new one comes last.
 * @param {string[]} known
 * @param {string} letters
 * @returns {import("./picker.js").Choosable[]}
 */
function offered(known, letters) {
  const name = letters.trim();
  const fitting = matching(
    known.map((label) => ({ key: label, words: label })),
    letters,
  ).slice(0, MOST);
  const exists = !name || known.some((label) => label.toLowerCase() === name.toLowerCase());
  return exists ? fitting : [...fitting, { key: CREATE + name, words: `Create “${name}”` }];
}

/** @param {{ session: AgentSession }} props */
export function Labels({ session }) {
  const has = session.conversation.header?.labels ?? [];
  const kinds = session.tools.now.labels;
  /** @param {string[]} labels */
  const keep = (labels) => session.moves.label(labels);
  const known = labelsInUse(session.inbox.lists, kinds).filter((label) => !has.includes(label));
  /** @param {string} name */
  const add = (name) => has.includes(name) || keep([...has, name]);
  return html`<div>
    <h3>Labels</h3>
    <div class="row wrap">
      ${has.map(
        (label) => html`<${LabelChip} key=${label} name=${label} kinds=${kinds}> <button
            type="button"
            class="drop"
            aria-label=${`Remove ${label}`}
            onClick=${() => keep(has.filter((one) => one !== label))}
          >
            ×
          </button>
        <//>`,
      )}
      <${Picker}
        name="label"
        label="Add a label"
        placeholder="Add a label"
        focused=${false}
        options=${(/** @type {string} */ letters) => offered(known, letters)}
        choose=${(/** @type {{ key: string }} */ { key }) => add(key.replace(CREATE, ""))}
      />
    </div>
  </div>`;
}
