// What an agent prefers, kept in this browser.
const KEY = "baton.preferences";
const DEFAULTS = { undo: 3, sound: true, notify: true };

/** @returns {typeof DEFAULTS} */
export function preferences() {
  return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
}

/** @param {Partial<typeof DEFAULTS>} more */
export function prefer(more) {
  localStorage.setItem(KEY, JSON.stringify({ ...preferences(), ...more }));
}

/** How long an answer can be taken back, in milliseconds. */
export function undoMs() {
  return preferences().undo * 1000;
}
