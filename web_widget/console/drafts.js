// What is being written, by conversation, on this device until the hub has it.
const PREFIX = "baton.draft.";

/**
 * What is written for the team never becomes what the customer reads: notes have a place of their own.
 * @param {string} conversation
 * @param {boolean} note
 */
const place = (conversation, note) => PREFIX + (note ? "note." : "") + conversation;

/** @param {string} conversation @param {boolean} [note] */
export function draftOf(conversation, note = false) {
  return localStorage.getItem(place(conversation, note)) ?? "";
}

/** @param {string} conversation @param {string} text @param {boolean} [note] */
export function keepDraft(conversation, text, note = false) {
  try {
    text ? localStorage.setItem(place(conversation, note), text) : localStorage.removeItem(place(conversation, note));
  } catch {
    // no room: what is written stays in the field
  }
}

/**
 * Words that come back stand before what has been written since.
 * @param {string} conversation
 * @param {string} words
 */
export function giveBack(conversation, words) {
  const now = draftOf(conversation);
  keepDraft(conversation, [words, now].filter(Boolean).join("\n"));
}
