// The words of an article as they will look, being written: ProseMirror over the subset of HTML that the hub renders.
// Loaded when an editor is opened, and only then.
import {
  baseKeymap,
  chainCommands,
  closeHistory,
  DOMParser,
  DOMSerializer,
  EditorState,
  EditorView,
  exitCode,
  history,
  keymap,
  liftListItem,
  redo,
  splitListItem,
  TextSelection,
  toggleMark,
  undo,
  wrapInList,
} from "../vendor/prosemirror-1.42.9.js";
import { markdownOf } from "./markdown.js";
import { schema } from "./schema.js";

/** @typedef {"bold" | "italic" | "list" | "numbers"} Tool */

const { marks, nodes } = schema;
/** @type {import("../vendor/prosemirror-1.42.9.js").Command} */
const breakLine = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
};
/** Into a list, or out of the one it stands in. @param {import("../vendor/prosemirror-1.42.9.js").NodeType} kind */
const inList = (kind) => chainCommands(liftListItem(nodes.list_item), wrapInList(kind));
/** @type {Record<Tool, import("../vendor/prosemirror-1.42.9.js").Command>} */
const TOOLS = {
  bold: toggleMark(marks.strong),
  italic: toggleMark(marks.em),
  list: inList(nodes.bullet_list),
  numbers: inList(nodes.ordered_list),
};
const parser = DOMParser.fromSchema(schema);
const serializer = DOMSerializer.fromSchema(schema);

/** @param {string} html */
function parsed(html) {
  const place = document.createElement("div");
  place.innerHTML = html;
  for (const list of place.querySelectorAll("ul, ol")) {
    if (list.querySelector(":scope > li > p")) list.setAttribute("data-loose", "");
  }
  return parser.parse(place);
}

/**
 * As the hub would have rendered it: what a tight list holds stands in no paragraph.
 * @param {import("../vendor/prosemirror-1.42.9.js").Node} doc
 */
function drawn(doc) {
  const place = document.createElement("div");
  place.append(serializer.serializeFragment(doc.content));
  for (const line of place.querySelectorAll(":is(ul, ol):not([data-loose]) > li > p:first-child")) {
    line.replaceWith(...line.childNodes);
  }
  return place;
}

export class Rich {
  /**
   * @param {HTMLElement} place
   * @param {{ label: string, changed: (markdown: string) => void, touched: () => void, link: (chosen: boolean) => void
   * }} parts
   * `touched` hears of every change and composition, `changed` of other words, `link` of the key for a link
   */
  constructor(place, { label, changed, touched, link }) {
    this.changed = changed;
    this.ready = false;
    this.view = new EditorView(place, {
      state: this.#fresh(""),
      editable: () => this.ready,
      attributes: (state) => ({
        class: `input bubble-like ${isEmpty(state.doc) ? "nothing" : ""}`,
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label,
        "aria-busy": String(!this.ready),
      }),
      dispatchTransaction: (change) => {
        this.view.updateState(this.view.state.apply(change));
        if (!change.docChanged) return;
        touched();
        this.changed(this.markdown());
      },
      handleDOMEvents: { compositionstart: touched },
      handleKeyDown: (_, event) => {
        if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return false;
        link(this.chosen);
        return true;
      },
      handlePaste: (view, event) => {
        if (!event.clipboardData) return false; // the plain text below
        const text = event.clipboardData.getData("text/plain");
        view.dispatch(closeHistory(view.state.tr)); // undone by itself
        if (text) view.pasteText(text);
        return true;
      },
    });
  }

  /** @param {string} html */
  #fresh(html) {
    return EditorState.create({
      doc: parsed(html),
      plugins: [
        history(),
        keymap({
          "Mod-z": undo,
          "Mod-y": redo,
          "Shift-Mod-z": redo,
          "Mod-b": TOOLS.bold,
          "Mod-i": TOOLS.italic,
          "Shift-Enter": chainCommands(exitCode, breakLine),
          Enter: splitListItem(nodes.list_item),
        }),
        keymap(baseKeymap),
      ],
    });
  }

  /** Words from elsewhere, in place of all there is. @param {string} html */
  show(html) {
    this.ready = true;
    this.view.updateState(this.#fresh(html));
  }

  markdown() {
    return markdownOf(drawn(this.view.state.doc));
  }

  /** @param {Tool} tool */
  press(tool) {
    TOOLS[tool](this.view.state, this.view.dispatch, this.view);
    this.view.focus();
  }

  /** @param {string} words */
  insert(words) {
    this.view.dispatch(this.view.state.tr.insertText(words).scrollIntoView());
    this.view.focus();
  }

  /** Whether words are chosen, so that a link would stand on them. */
  get chosen() {
    return !this.view.state.selection.empty;
  }

  /**
   * A link on the chosen words, or on these: written and chosen first, so that undo knows both.
   * @param {string} address
   * @param {string} words
   */
  link(address, words) {
    const { view } = this;
    if (view.state.selection.empty) {
      const { from } = view.state.selection;
      const change = closeHistory(view.state.tr.insertText(words));
      view.dispatch(change.setSelection(TextSelection.create(change.doc, from, from + words.length)));
    }
    const { from, to } = view.state.selection;
    const change = closeHistory(view.state.tr.addMark(from, to, marks.link.create({ href: address })));
    view.dispatch(change.setSelection(TextSelection.near(change.doc.resolve(to), -1)).removeStoredMark(marks.link));
    view.focus();
  }

  focus() {
    this.view.focus();
  }

  close() {
    this.view.destroy();
  }
}

/** @param {import("../vendor/prosemirror-1.42.9.js").Node} doc */
function isEmpty(doc) {
  return doc.childCount === 1 && doc.firstChild?.isTextblock === true && doc.firstChild.content.size === 0;
}
