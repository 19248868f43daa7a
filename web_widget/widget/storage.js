// The browser's storage, which may be off (private windows) or full: then nothing is kept, and nothing fails.

/** @typedef {"localStorage" | "sessionStorage"} Kind */

/** @param {Kind} kind @returns {Storage|null} */
function place(kind) {
  try {
    return window[kind];
  } catch {
    return null;
  }
}

/** @param {string} key @param {Kind} [kind] @returns {any} null for what is not there or cannot be read */
export function stored(key, kind = "localStorage") {
  try {
    return JSON.parse(place(kind)?.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** Whether it is kept; null is forgotten. @param {string} key @param {any} value @param {Kind} [kind] */
export function store(key, value, kind = "localStorage") {
  try {
    const found = place(kind);
    if (value === null) found?.removeItem(key);
    else found?.setItem(key, JSON.stringify(value));
    return found !== null;
  } catch {
    return false;
  }
}

/** @param {string} prefix @returns {string[]} */
export function keysFrom(prefix) {
  return Object.keys(place("localStorage") ?? {}).filter((key) => key.startsWith(prefix));
}
