// Words as they will look: a small editor over a subset of Markdown, with the Markdown itself one press away.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { reasonOf, request, upload } from "../shared/transport.js";
import Turndown from "../vendor/turndown-7.2.5.js";

/** @type {[command: string, name: string, sign: string, keys: string][]} */
const TOOLS = [
  ["bold", "Bold", "B", "Ctrl+B"],
  ["italic", "Italic", "I", "Ctrl+I"],
  ["insertUnorderedList", "List", "•", ""],
  ["insertOrderedList", "Numbered list", "1.", ""],
];
const FACT = /(\{\{.*?\}\})/;

function converter() {
  const made = new Turndown({ headingStyle: "atx", bulletListMarker: "-", emDelimiter: "*" });
  const escaped = made.escape.bind(made);
  made.escape = (text) =>
    text
      .split(FACT)
      .map((part, index) => (index % 2 ? part : escaped(part)))
      .join("");
  return made;
}
/** @param {HTMLElement} element */
const markdownOf = (element) =>
  converter()
    .turndown(element.innerHTML)
    .replace(/^(\s*)- {3}/gm, "$1- ")
    .replace(/^(\s*\d+\.) {2}/gm, "$1 ");

const SCHEME = /^(https?:\/\/|mailto:|tel:)/i;
/**
 * What was typed as an address that leads somewhere, or "".
 * @param {string} typed
 */
function addressOf(typed) {
  const text = typed.trim().replace(/\s/g, "%20");
  const whole = SCHEME.test(text)
    ? text
    : /^[^@/]+@[^@/]+\.[^@/]+$/.test(text)
      ? `mailto:${text}`
      : /^[^/:]+\.[^/:.]{2,}(:\d+)?([/?#]|$)/.test(text)
        ? `https://${text}`
        : "";
  return /^(https?:\/\/[^/.]+(\.[^/.]+)+|mailto:[^@]+@[^@]+\.[^@]+|tel:\+?[\d()-]+)/i.test(whole) ? whole : "";
}
/**
 * An address as people say it: shop.example/returns, help@shop.example.
 * @param {string} address
 */
export function readable(address) {
  const plain = address
    .replace(SCHEME, "")
    .replace(/^www\./i, "")
    .replace(/\/$/, "");
  try {
    return decodeURI(plain);
  } catch {
    return plain;
  }
}
/**
 * Where the link leads; without chosen words also what it says.
 * @param {{ chosen: boolean, done: (address: string, words?: string) => void }} props
 */
function Link({ chosen, done }) {
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
function Picture({ done }) {
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
 *   press: (command: string) => void,
 *   facts: { name: string, value: string }[],
 *   insert: (words: string) => void,
 *   plain: boolean,
 *   toggle: () => void,
 *   link: () => void,
 *   picture: () => void,
 * }} props
 */
function Toolbar({ disabled, press, facts, insert, plain, toggle, link, picture }) {
  return html`<div class="row tools" role="toolbar" aria-label="Formatting">
    ${TOOLS.map(
      ([command, name, sign, keys]) => html`<button
        type="button"
        class=${`button small ${command}`}
        key=${command}
        disabled=${disabled}
        aria-label=${name}
        title=${keys ? `${name} (${keys})` : name}
        onMouseDown=${(event) => event.preventDefault()}
        onClick=${() => press(command)}
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
        ${facts.map((each) => html`<option value=${each.name}>${each.name}: ${each.value}</option>`)}
      </select>`
    }
    <button type="button" class="button small" aria-pressed=${plain} onClick=${toggle}>Markdown</button>
  </div>`;
}

/** @param {string} text */
const rendered = (text) =>
  text.trim()
    ? request("/api/preview", { method: "POST", body: { answer: text, facts: false } })
    : Promise.resolve({ html: "" });

/**
 * Words as they are to be shown first, with how they look; without a look they are shown when they are there.
 * @param {string} text
 * @returns {Promise<Looking>}
 */
export async function looking(text) {
  return { text, html: (await rendered(text).catch(() => null))?.html };
}

/**
 * What an editor writes is theirs: only words from elsewhere (another version, undo) are put under the caret, and never
 * once they write on.
 * @param {{
 *   value: string,
 *   first?: {text: string, html?: string},
 *   change: (markdown: string) => void,
 *   facts: {name: string, value: string}[],
 *   label: string,
 * }} props
 */
export function Words({ value, first, change, facts, label }) {
  const [plain, setPlain] = useState(false);
  const [linking, setLinking] = useState(/** @type {Range | null} */ (null));
  const [picturing, setPicturing] = useState(false);
  const [empty, setEmpty] = useState(true); // nothing was put in yet: what would be written now would stand alone
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const known = useRef(/** @type {string | null} */ (null));
  const sent = useRef(/** @type {string[]} */ ([])); // said to the outside, and not come back as the value yet
  const strokes = useRef(0);
  /** @param {string} made */
  const put = (made) => {
    if (box.current) box.current.innerHTML = made;
    setEmpty(false);
  };
  const show = () => {
    const own = sent.current.indexOf(value);
    if (own >= 0) sent.current.splice(0, own + 1);
    if (own >= 0 || plain || known.current === value || !box.current) return;
    known.current = value;
    sent.current = [];
    if (first?.html !== undefined && first.text === value) return put(first.html);
    const before = strokes.current;
    rendered(value).then(
      (got) => {
        if (box.current && known.current === value && strokes.current === before) put(got.html);
      },
      () => known.current === value && strokes.current === before && setPlain(true),
    );
  };
  useLayoutEffect(show, [value, plain]);
  const writes = () => {
    strokes.current += 1;
  };
  const heard = () => {
    writes();
    if (!box.current) return;
    const now = markdownOf(box.current);
    if (now === known.current) return;
    known.current = now;
    sent.current.push(now);
    change(now);
  };
  /** @param {string} command @param {string} [value] */
  const press = (command, value) => {
    box.current?.focus();
    document.execCommand(command, false, value);
  };
  const caret = () => {
    const chosen = getSelection();
    if (!box.current) return null;
    if (chosen?.rangeCount && box.current.contains(chosen.getRangeAt(0).commonAncestorContainer))
      return chosen.getRangeAt(0).cloneRange();
    const end = document.createRange();
    end.selectNodeContents(box.current);
    end.collapse(false);
    return end;
  };
  /** @param {string} words */
  const writeChosen = (words) => {
    // as if it had been written and chosen: the browser's own undo knows both
    press("insertText", words);
    const chosen = getSelection();
    if (!chosen) return;
    const { endContainer, endOffset } = chosen.getRangeAt(0);
    chosen.setBaseAndExtent(endContainer, Math.max(0, endOffset - words.length), endContainer, endOffset);
  };
  const link = () => !plain && setLinking(caret());
  /** @param {string} address @param {string} [words] */
  const linked = (address, words = "") => {
    const chosen = getSelection();
    setLinking(null);
    if (!linking || !chosen) return;
    box.current?.focus();
    chosen.removeAllRanges();
    chosen.addRange(linking);
    if (!address) return;
    if (linking.collapsed) writeChosen(words.trim() || readable(address));
    press("createLink", address);
    chosen.collapseToEnd();
  };
  /** @param {Happening} event */
  const paste = (event) => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  };
  /** @param {Happening} event */
  const keys = (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      link();
    }
  };
  /** @param {string} words */
  const insert = (words) => (plain ? change(`${value}${words}`) : press("insertText", words));
  /** @param {string} words */
  const pictured = (words) => {
    setPicturing(false);
    if (!words) return;
    known.current = null;
    change(`${value.trimEnd()}\n\n${words}\n`);
  };
  const toggle = () => {
    known.current = null;
    sent.current = [];
    setEmpty(true);
    setPlain(!plain);
  };
  return html`<div class="words">
    <${Toolbar}
      disabled=${plain}
      press=${press}
      facts=${facts}
      insert=${insert}
      plain=${plain}
      toggle=${toggle}
      link=${link}
      picture=${() => setPicturing(true)}
    />
    ${picturing && html`<${Picture} done=${pictured} />`}
    ${linking && html`<${Link} chosen=${!linking.collapsed} done=${linked} />`}
    ${
      plain
        ? html`<textarea
          class="input"
          aria-label=${label}
          value=${value}
          required
          maxlength="10000"
          onInput=${(event) => change(event.currentTarget.value)}
        />`
        : html`<div
          class="input bubble-like"
          ref=${box}
          contenteditable=${empty ? "false" : "true"}
          aria-busy=${empty}
          role="textbox"
          aria-multiline="true"
          aria-label=${label}
          onInput=${heard}
          onCompositionStart=${writes}
          onPaste=${paste}
          onKeyDown=${keys}
        />`
    }
  </div>`;
}
