// The field where an agent writes, for those who put something into it or lead the keyboard there. While it is not on
// the screen nothing happens.

/**
 * `replies`: whether what is typed may go to the customer.
 * @typedef {{
 *   replies: boolean,
 *   answer: () => void,
 *   note: () => void,
 *   focus: () => void,
 *   draft: (words: string, macro: string | null) => void,
 *   macro: (macro: Answer.Macro) => void,
 * }} Writing
 */

/** @type {Writing} */
const ABSENT = { replies: false, answer() {}, note() {}, focus() {}, draft() {}, macro() {} };

export class Field {
  constructor() {
    this.now = ABSENT;
    /** A note is to be written as soon as there is a field. */
    this.wantsNote = false;
    /** What was typed as a reply while the conversation was on its way to be one's own. @type {string[]} */
    this.waiting = [];
    this.of = "";
  }

  /** The field that is on the screen, drawn anew. @param {Writing} writing */
  stands(writing) {
    this.now = writing;
    if (this.wantsNote) writing.note();
    this.wantsNote = false;
    if (writing.replies) for (const words of this.waiting.splice(0)) this.#put(words);
  }

  /**
   * Words for the customer: into the field, or as soon as it is one for them and no note.
   * @param {string} words
   * @param {string} conversation
   */
  type(words, conversation) {
    if (this.of !== conversation) this.waiting = [];
    this.of = conversation;
    if (this.now.replies) this.#put(words);
    else this.waiting.push(words);
  }

  /** @param {string} words */
  #put(words) {
    this.now.focus();
    const place = document.activeElement;
    if (place instanceof HTMLTextAreaElement) typeInto(place, words);
  }

  /** Words that come back, and the macro they belong to. @param {string} words @param {string | null} macro */
  draft(words, macro) {
    this.now.draft(words, macro);
  }
}

/**
 * Words at the end of a field as if they were typed there; a line's end is Enter.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {string} words
 */
export function typeInto(field, words) {
  const line = words.replace(/\n$/, "");
  if (line) {
    field.value += line;
    field.setSelectionRange(field.value.length, field.value.length); // what is typed next follows it
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  if (line !== words)
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
}
