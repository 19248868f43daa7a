// Addresses in people's own words become links. The words stay text: nothing in them is ever read as markup.
import { html } from "./preact.js";

const ADDRESS = /\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g;

/** @param {string} text */
export function linked(text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(ADDRESS)) {
    parts.push(text.slice(end, found.index));
    parts.push(html`<a href=${found[0]} target="_blank" rel="noopener noreferrer nofollow">${found[0]}</a>`);
    end = found.index + found[0].length;
  }
  return [...parts, text.slice(end)];
}
