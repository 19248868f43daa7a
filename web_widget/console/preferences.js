// What an agent prefers, kept in this browser.
const KEY = "baton.preferences";
const DEFAULTS = { undo: 3, sound: true, notify: true };

export function preferences() {
  return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
}

export function prefer(more) {
  localStorage.setItem(KEY, JSON.stringify({ ...preferences(), ...more }));
}

/** How long an answer can be taken back, in milliseconds. */
export function undoMs() {
  return preferences().undo * 1000;
}
