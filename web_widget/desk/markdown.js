// Words as they look, as Markdown again; and addresses as people type and read them.
import Turndown from "../vendor/turndown-7.2.5.js";

const FACT = /(\{\{.*?\}\})/;
const SCHEME = /^(https?:\/\/|mailto:|tel:)/i;

/** Facts stay as they are written: what is between their braces is a name. */
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
export const markdownOf = (element) =>
  converter()
    .turndown(element.innerHTML)
    .replace(/^(\s*)- {3}/gm, "$1- ")
    .replace(/^(\s*\d+\.) {2}/gm, "$1 ");

/** What was typed as an address that leads somewhere, or "". @param {string} typed */
export function addressOf(typed) {
  const text = typed.trim().replace(/\s/g, "%20");
  const whole = SCHEME.test(text) ? text : `${schemeFor(text)}${text}`;
  const leads = /^(https?:\/\/[^/.]+(\.[^/.]+)+|mailto:[^@]+@[^@]+\.[^@]+|tel:\+?[\d()-]+)/i;
  return leads.test(whole) ? whole : "";
}

/** What people leave away. @param {string} text */
function schemeFor(text) {
  if (/^[^@/]+@[^@/]+\.[^@/]+$/.test(text)) return "mailto:";
  return /^[^/:]+\.[^/:.]{2,}(:\d+)?([/?#]|$)/.test(text) ? "https://" : "";
}

/** An address as people say it: shop.example/returns, help@shop.example. @param {string} address */
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
