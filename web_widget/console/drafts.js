// What is being written, by conversation, on this device until the hub has it.
const PREFIX = "baton.draft.";

export function draftOf(conversation) {
  return localStorage.getItem(PREFIX + conversation) ?? "";
}

export function keepDraft(conversation, text) {
  try {
    text ? localStorage.setItem(PREFIX + conversation, text) : localStorage.removeItem(PREFIX + conversation);
  } catch {
    // no room: what is written stays in the field
  }
}

/** Words that come back stand before what has been written since. */
export function giveBack(conversation, words) {
  const now = draftOf(conversation);
  keepDraft(conversation, [words, now].filter(Boolean).join("\n"));
}
