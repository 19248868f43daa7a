// To a message, wherever it stands.
const SHOWN_MS = 1600;
const TRIES = 12;

/**
 * Scrolls to a message and marks it for a moment. What comes near is drawn anew, so its place is looked up until it
 * holds still.
 * @param {number} seq
 * @param {number} [tries]
 * @param {{ found: HTMLElement, place: number } | null} [last]
 */
export function jump(seq, tries = TRIES, last = null) {
  const found = document.getElementById(`e${seq}`);
  if (!found) return;
  const place = found.getBoundingClientRect().top;
  if (found.isConnected && last !== null && last.found === found && Math.abs(last.place - place) < 2) return show(seq);
  found.scrollIntoView({ block: "center" });
  if (tries === 0) return show(seq);
  requestAnimationFrame(() =>
    requestAnimationFrame(() => jump(seq, tries - 1, { found, place: found.getBoundingClientRect().top })),
  );
}

/** @param {number} seq */
function show(seq) {
  const found = document.getElementById(`e${seq}`);
  found?.classList.add("found");
  setTimeout(() => document.getElementById(`e${seq}`)?.classList.remove("found"), SHOWN_MS);
}
