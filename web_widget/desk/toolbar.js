// What stands above the words: formats, a link, a picture, a fact, and the Markdown itself.
import { html, useEffect, useRef, useState } from "../shared/preact.js";
import { reasonOf, upload } from "../shared/transport.js";
import { addressOf, readable } from "./markdown.js";

/** @typedef {import("./rich.js").Tool} Tool */

/** @type {[tool: Tool, name: string, sign: string, keys: string][]} */
const TOOLS = [
  ["bold", "Bold", "B", "Ctrl+B"],
  ["italic", "Italic", "I", "Ctrl+I"],
  ["list", "List", "•", ""],
  ["numbers", "Numbered list", "1.", ""],
];

/**
 * Where the link leads; without chosen words also what it says.
 * @param {{ chosen: boolean, done: (address: string, words?: string) => void }} props
 */
export function Link({ chosen, done }) {
  const [typed, setTyped] = useState("https://");
  const [words, setWords] = useState("");
  const [problem, setProblem] = useState("");
  const first = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => first.current?.focus(), []);
  const address = addressOf(typed);
  /** @param {Happening} event */
  const keep = (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (address) done(address, words);
    else setProblem("Enter a full address, like https://shop.example/returns or help@shop.example.");
  };
  /** @param {Happening} event */
  const keys = (event) => {
    if (event.key === "Enter") {
      keep(event);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      done("");
    }
  };
  return html`<div class="row wrap link" role="group" aria-label="Link" onKeyDown=${keys}>
    ${problem && html`<p class="notice bad grow" role="alert">${problem}</p>`}
    <input
      class="input grow"
      aria-label="Link address"
      ref=${first}
      value=${typed}
      onInput=${(event) => {
        setTyped(event.currentTarget.value);
        setProblem("");
      }}
    />
    ${
      !chosen &&
      html`<input
        class="input grow"
        aria-label="Link text"
        placeholder=${address ? readable(address) : "Link text"}
        maxlength="200"
        value=${words}
        onInput=${(event) => setWords(event.currentTarget.value)}
      />`
    }
    <button type="button" class="button small" onClick=${keep}>Link</button>
    <button type="button" class="button small" onClick=${() => done("")}>Cancel</button>
  </div>`;
}

/** @param {{ done: (words: string) => void }} props */
export function Picture({ done }) {
  const [file, setFile] = useState(/** @type {File | null} */ (null));
  const [about, setAbout] = useState("");
  const [problem, setProblem] = useState("");
  const keep = async () => {
    try {
      done(`![${about.replace(/[[\]]/g, "")}](${(await upload("/api/media", /** @type {File} */ (file))).address})`);
    } catch (error) {
      setProblem(reasonOf(error));
    }
  };
  return html`<div class="row wrap link">
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    <input
      type="file"
      aria-label="Image file"
      accept="image/png,image/jpeg,image/gif,image/webp"
      onChange=${(event) => setFile(event.currentTarget.files?.[0] ?? null)}
    />
    <input
      class="input grow"
      aria-label="Alt text: what the image shows"
      placeholder="Alt text: what the image shows"
      maxlength="200"
      value=${about}
      onInput=${(event) => setAbout(event.currentTarget.value)}
    />
    <button type="button" class="button small" disabled=${!file || !about.trim()} onClick=${keep}>Insert</button>
    <button type="button" class="button small" onClick=${() => done("")}>Cancel</button>
  </div>`;
}

/**
 * @param {{
 *   disabled: boolean,
 *   press: (tool: Tool) => void,
 *   facts: { name: string, value: string }[],
 *   insert: (words: string) => void,
 *   plain: boolean,
 *   toggle: () => void,
 *   link: () => void,
 *   picture: () => void,
 * }} props
 */
export function Toolbar({ disabled, press, facts, insert, plain, toggle, link, picture }) {
  return html`<div class="row tools" role="toolbar" aria-label="Formatting">
    ${TOOLS.map(
      ([tool, name, sign, keys]) => html`<button
        type="button"
        class=${`button small ${tool}`}
        key=${tool}
        disabled=${disabled}
        aria-label=${name}
        title=${keys ? `${name} (${keys})` : name}
        onMouseDown=${(event) => event.preventDefault()}
        onClick=${() => press(tool)}
      >
        ${sign}
      </button>`,
    )}
    <button
      type="button"
      class="button small"
      disabled=${disabled}
      title="Link (Ctrl+K)"
      onMouseDown=${(event) => event.preventDefault()}
      onClick=${link}
    >
      Link
    </button>
    <button type="button" class="button small" onMouseDown=${(event) => event.preventDefault()} onClick=${picture}>
      Image
    </button>
    ${
      facts.length > 0 &&
      html`<select
        class="input narrow"
        aria-label="Insert a fact"
        value=""
        onChange=${(event) => {
          insert(`{{${event.currentTarget.value}}}`);
          event.currentTarget.value = "";
        }}
      >
        <option value="">Fact…</option>
        ${facts.map((fact) => html`<option value=${fact.name}>${fact.name}: ${fact.value}</option>`)}
      </select>`
    }
    <button type="button" class="button small" aria-pressed=${plain} onClick=${toggle}>Markdown</button>
  </div>`;
}
