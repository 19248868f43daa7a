// What an answer may hold: what the hub renders of Markdown, and nothing else.
import { Schema } from "../vendor/prosemirror-1.42.9.js";

/** A picture of ours; one from elsewhere would tell others who reads it. */
const OWN_PICTURE = 'img[src^="media/"]';

/**
 * A list is tight as long as no line of it is a paragraph of its own.
 * @param {"ul" | "ol"} tag
 * @returns {import("../vendor/prosemirror-1.42.9.js").NodeSpec}
 */
const list = (tag) => ({
  content: "list_item+",
  group: "block",
  attrs: { loose: { default: false }, start: { default: 1 } },
  parseDOM: [
    {
      tag,
      getAttrs: (element) => ({
        loose: element.hasAttribute("data-loose"),
        start: Number(element.getAttribute("start") ?? 1),
      }),
    },
  ],
  toDOM: ({ attrs: { loose, start } }) => [
    tag,
    { ...(loose && { "data-loose": "" }), ...(start !== 1 && { start: String(start) }) },
    0,
  ],
});

/**
 * An element without attributes.
 * @param {string} tag
 * @param {string} content
 * @param {Partial<import("../vendor/prosemirror-1.42.9.js").NodeSpec>} [more]
 * @returns {import("../vendor/prosemirror-1.42.9.js").NodeSpec}
 */
const element = (tag, content, more = {}) => ({ content, parseDOM: [{ tag }], toDOM: () => [tag, 0], ...more });

/** @param {string} tag @param {string[]} others @returns {import("../vendor/prosemirror-1.42.9.js").MarkSpec} */
const mark = (tag, ...others) => ({ parseDOM: [tag, ...others].map((name) => ({ tag: name })), toDOM: () => [tag, 0] });

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: element("p", "inline*", { group: "block" }),
    blockquote: element("blockquote", "block+", { group: "block" }),
    bullet_list: list("ul"),
    ordered_list: list("ol"),
    list_item: element("li", "paragraph block*", { defining: true }),
    table: element("table", "table_part+", { group: "block", isolating: true }),
    table_head: element("thead", "table_row+", { group: "table_part" }),
    table_body: element("tbody", "table_row+", { group: "table_part" }),
    table_row: element("tr", "table_cell+"),
    table_heading: element("th", "inline*", { group: "table_cell", isolating: true }),
    table_data: element("td", "inline*", { group: "table_cell", isolating: true }),
    text: { group: "inline" },
    hard_break: {
      inline: true,
      group: "inline",
      selectable: false,
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
    },
    image: {
      inline: true,
      group: "inline",
      draggable: true,
      attrs: { src: {}, alt: { default: "" } },
      parseDOM: [
        {
          tag: OWN_PICTURE,
          getAttrs: (picture) => ({ src: picture.getAttribute("src"), alt: picture.getAttribute("alt") ?? "" }),
        },
      ],
      toDOM: ({ attrs: { src, alt } }) => ["img", { src, alt }],
    },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: (link) => ({ href: link.getAttribute("href") }) }],
      toDOM: ({ attrs: { href } }) => ["a", { href }, 0],
    },
    strong: mark("strong", "b"),
    em: mark("em", "i"),
    code: mark("code"),
  },
});
