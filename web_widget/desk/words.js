// Words as they will look: a small editor over a subset of Markdown, with the Markdown itself one press away.
import { html, useEffect, useRef, useState } from "../shared/preact.js";
import { request, upload } from "../shared/transport.js";
import Turndown from "../vendor/turndown-7.2.5.js";

const TOOLS = [["bold", "Bold", "B", "Ctrl+B"], ["italic", "Italic", "I", "Ctrl+I"], ["insertUnorderedList", "List", "•", ""], ["insertOrderedList", "Numbered list", "1.", ""]];
const FACT = /(\{\{.*?\}\})/;

function converter() {
  const made = new Turndown({ headingStyle: "atx", bulletListMarker: "-", emDelimiter: "*" });
  const escape = made.escape.bind(made);
  made.escape = (text) => text.split(FACT).map((part, index) => (index % 2 ? part : escape(part))).join("");
  return made;
}
const markdownOf = (element) => converter().turndown(element.innerHTML).replace(/^(\s*)- {3}/gm, "$1- ").replace(/^(\s*\d+\.) {2}/gm, "$1 ");

function Link({ done }) {
  const [address, setAddress] = useState("https://");
  const keep = (event) => (event.preventDefault(), event.stopPropagation(), done(address));
  return html`<div class="row link"><input class="input grow" aria-label="Where the link leads" value=${address} autofocus onInput=${(event) => setAddress(event.currentTarget.value)}
      onKeyDown=${(event) => (event.key === "Enter" ? keep(event) : event.key === "Escape" && done(""))} />
    <button type="button" class="button small" onClick=${keep}>Link</button><button type="button" class="button small" onClick=${() => done("")}>Leave it</button></div>`;
}

function Picture({ done }) {
  const [file, setFile] = useState(null);
  const [about, setAbout] = useState("");
  const [problem, setProblem] = useState("");
  const keep = async () => {
    try {
      done(`![${about.replace(/[\[\]]/g, "")}](${(await upload("/api/media", file)).address})`);
    } catch (error) {
      setProblem(error.message);
    }
  };
  return html`<div class="row wrap link">${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    <input type="file" aria-label="Picture" accept="image/png,image/jpeg,image/gif,image/webp" onChange=${(event) => setFile(event.currentTarget.files[0] ?? null)} />
    <input class="input grow" aria-label="What it shows, for those who cannot see it" placeholder="What it shows, for those who cannot see it" maxlength="200" value=${about} onInput=${(event) => setAbout(event.currentTarget.value)} />
    <button type="button" class="button small" disabled=${!file || !about.trim()} onClick=${keep}>Insert</button><button type="button" class="button small" onClick=${() => done("")}>Leave it</button></div>`;
}

function Toolbar({ disabled, press, facts, insert, plain, toggle, link, picture }) {
  return html`<div class="row tools" role="toolbar" aria-label="Formatting">
    ${TOOLS.map(([command, name, sign, keys]) => html`<button type="button" class=${`button small ${command}`} key=${command} disabled=${disabled} aria-label=${name} title=${keys ? `${name} (${keys})` : name}
      onMouseDown=${(event) => event.preventDefault()} onClick=${() => press(command)}>${sign}</button>`)}
    <button type="button" class="button small" disabled=${disabled} title="Link (Ctrl+K)" onMouseDown=${(event) => event.preventDefault()} onClick=${link}>Link</button>
    <button type="button" class="button small" onMouseDown=${(event) => event.preventDefault()} onClick=${picture}>Picture</button>
    ${facts.length > 0 && html`<select class="input narrow" aria-label="Insert a fact" value="" onChange=${(event) => (insert(`{{${event.currentTarget.value}}}`), (event.currentTarget.value = ""))}>
      <option value="">Fact…</option>${facts.map((each) => html`<option value=${each.name}>${each.name}: ${each.value}</option>`)}</select>`}
    <button type="button" class="button small" aria-pressed=${plain} onClick=${toggle}>Markdown</button></div>`;
}

/** @param {{value: string, change: (markdown: string) => void, facts: {name: string, value: string}[], label: string}} props */
export function Words({ value, change, facts, label }) {
  const [plain, setPlain] = useState(false);
  const [linking, setLinking] = useState(null);
  const [picturing, setPicturing] = useState(false);
  const box = useRef(null);
  const known = useRef(null);
  const show = () => {
    if (plain || known.current === value || !box.current) return;
    known.current = value;
    request("/api/preview", { method: "POST", body: { answer: value, facts: false } }).then((got) => {
      if (box.current && known.current === value) box.current.innerHTML = got.html;
    }, () => setPlain(true));
  };
  useEffect(show, [value, plain]);
  const heard = () => (known.current = markdownOf(box.current), change(known.current));
  const press = (command, with_ = undefined) => (box.current.focus(), document.execCommand(command, false, with_), heard());
  const link = () => {
    const chosen = getSelection();
    setLinking(chosen?.rangeCount ? chosen.getRangeAt(0).cloneRange() : null);
  };
  const linked = (address) => {
    const chosen = getSelection();
    chosen.removeAllRanges();
    chosen.addRange(linking);
    setLinking(null);
    if (/^(https?:|mailto:|tel:)/.test(address)) press(linking.collapsed ? "insertText" : "createLink", linking.collapsed ? `[${address}](${address})` : address);
  };
  const paste = (event) => (event.preventDefault(), document.execCommand("insertText", false, event.clipboardData.getData("text/plain")));
  const keys = (event) => event.key === "k" && (event.ctrlKey || event.metaKey) && (event.preventDefault(), link());
  const insert = (words) => (plain ? change(`${value}${words}`) : press("insertText", words));
  const toggle = () => ((known.current = null), setPlain(!plain));
  return html`<div class="words">
    <${Toolbar} disabled=${plain} press=${press} facts=${facts} insert=${insert} plain=${plain} toggle=${toggle} link=${link} picture=${() => setPicturing(true)} />
    ${picturing && html`<${Picture} done=${(words) => (setPicturing(false), words && (known.current = null, change(`${value.trimEnd()}\n\n${words}\n`)))} />`}
    ${linking && html`<${Link} done=${linked} />`}
    ${plain ? html`<textarea class="input" aria-label=${label} value=${value} required maxlength="10000" onInput=${(event) => change(event.currentTarget.value)} />`
      : html`<div class="input bubble-like" ref=${box} contenteditable="true" role="textbox" aria-multiline="true" aria-label=${label} onInput=${heard} onPaste=${paste} onKeyDown=${keys} />`}
  </div>`;
}
