// Words as they will look: a small editor over a subset of Markdown, with the Markdown itself one press away.
import { html, useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { request } from "../shared/transport.js";
import { readable } from "./markdown.js";
import { Link, Picture, Toolbar } from "./toolbar.js";

/** @typedef {import("./rich.js").Rich} Rich */

/** Large, so it comes with the first article that is opened. @type {typeof import("./rich.js") | null} */
let library = null;
const loading = async () => {
  library ??= await import("./rich.js");
  return library;
};

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
  const [look] = await Promise.all([rendered(text).catch(() => null), loading()]);
  return { text, html: look?.html };
}

/**
 * The editor on the screen, for as long as words are shown as they will look. What is written in it is the editor's
 * own:
 * only words from elsewhere (another version, undo) are put under the caret, and never once they write on.
 * @param {{
 *   value: string,
 *   first: Looking | null,
 *   change: (markdown: string) => void,
 *   label: string,
 *   link: (chosen: boolean) => void,
 * }} parts
 */
function useRich({ value, first, change, label, link }) {
  const [plain, setPlain] = useState(false);
  const [rich, setRich] = useState(/** @type {Rich | null} */ (null));
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const known = useRef(/** @type {string | null} */ (null));
  const sent = useRef(/** @type {string[]} */ ([])); // said to the outside, and not come back as the value yet
  const strokes = useRef(0);
  const say = useRef(change);
  say.current = change;
  /** @param {string} markdown */
  const changed = (markdown) => {
    if (markdown === known.current) return;
    known.current = markdown;
    sent.current.push(markdown);
    say.current(markdown);
  };
  const touched = () => {
    strokes.current += 1;
  };
  useLayoutEffect(() => {
    /** @type {Rich | null} */
    let made = null;
    let gone = plain;
    /** @param {typeof import("./rich.js")} library */
    const begin = ({ Rich }) => {
      if (gone || !place.current) return;
      made = new Rich(place.current, { label, changed, touched, link });
      setRich(made);
    };
    if (library) begin(library);
    else loading().then(begin);
    return () => {
      gone = true;
      made?.close();
      setRich(null);
    };
  }, [plain]);
  useLayoutEffect(() => {
    const own = sent.current.indexOf(value);
    if (own >= 0) sent.current.splice(0, own + 1);
    if (own >= 0 || !rich || known.current === value) return;
    known.current = value;
    sent.current = [];
    if (first?.html !== undefined && first.text === value) return rich.show(first.html);
    const before = strokes.current;
    const stands = () => known.current === value && strokes.current === before;
    rendered(value).then(
      (look) => stands() && rich.show(look.html),
      () => stands() && setPlain(true),
    );
  }, [value, rich]);
  /** What is shown is no longer known to be the value: it is shown anew. */
  const forget = () => {
    known.current = null;
    sent.current = [];
  };
  const toggle = () => {
    forget();
    setPlain(!plain);
  };
  return { place, rich, plain, toggle, forget };
}

/**
 * @param {{
 *   value: string,
 *   first: Looking | null,
 *   change: (markdown: string) => void,
 *   facts: { name: string, value: string }[],
 *   label: string,
 * }} props
 */
export function Words({ value, first, change, facts, label }) {
  const [linking, setLinking] = useState(/** @type {{ chosen: boolean } | null} */ (null));
  const [picturing, setPicturing] = useState(false);
  /** @param {boolean} chosen */
  const link = (chosen) => setLinking({ chosen });
  const { place, rich, plain, toggle, forget } = useRich({ value, first, change, label, link });
  /** @param {string} address @param {string} [words] */
  const linked = (address, words = "") => {
    setLinking(null);
    if (address) rich?.link(address, words.trim() || readable(address));
    else rich?.focus();
  };
  /** @param {string} words */
  const pictured = (words) => {
    setPicturing(false);
    if (!words) return;
    forget();
    change(`${value.trimEnd()}\n\n${words}\n`);
  };
  return html`<div class="words">
    <${Toolbar}
      disabled=${plain}
      press=${(/** @type {import("./rich.js").Tool} */ tool) => rich?.press(tool)}
      facts=${facts}
      insert=${(/** @type {string} */ words) => (plain ? change(`${value}${words}`) : rich?.insert(words))}
      plain=${plain}
      toggle=${toggle}
      link=${() => rich && link(rich.chosen)}
      picture=${() => setPicturing(true)}
    />
    ${picturing && html`<${Picture} done=${pictured} />`}
    ${linking && html`<${Link} chosen=${linking.chosen} done=${linked} />`}
    ${
      plain
        ? html`<textarea
          key="markdown"
          class="input"
          aria-label=${label}
          value=${value}
          required
          maxlength="10000"
          onInput=${(event) => change(event.currentTarget.value)}
        />`
        : html`<div key="rich" class="rich" ref=${place} />`
    }
  </div>`;
}
