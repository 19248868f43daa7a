// One press is one deed. A second press that follows at once at the same point was meant for what stood there before,
// so it counts for nothing: neither for the same button once more nor for what has come under the finger meanwhile. A
// page has this by importing it.

const AT_ONCE_MS = 300;
const SAME_POINT = 16; // pixels
const PRESSED = "button, summary, label, a, input, select, [role=button], [role=option]";

let last = { at: -Infinity, x: 0, y: 0 };
let down = false; // a finger came down and its click is still to come

function tooSoon(/** @type {MouseEvent} */ event) {
  const near = Math.hypot(event.clientX - last.x, event.clientY - last.y) <= SAME_POINT;
  return near && event.timeStamp - last.at < AT_ONCE_MS;
}

/** Text fields keep their double click: it marks a word there. */
function isWriting(/** @type {Element} */ target) {
  return (
    target.closest(
      "textarea, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit], [type=button])",
    ) !== null
  );
}

function pressed(/** @type {MouseEvent} */ event) {
  const target = /** @type {Element} */ (event.target);
  // not by keyboard, by a script, or a label's for its box: those follow a press and are none
  const own = down && event.detail > 0;
  down = false;
  if (!own || isWriting(target)) return;
  if (tooSoon(event)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (target.closest(PRESSED)) {
    last = { at: event.timeStamp, x: event.clientX, y: event.clientY };
  }
}

/** Who has written something meanwhile means the next press. */
function wrote(/** @type {Event} */ event) {
  if (isWriting(/** @type {Element} */ (event.target))) last.at = -Infinity;
}

/** A key that is held presses once; whoever uses a key between two presses means both. */
function held(/** @type {KeyboardEvent} */ event) {
  if (!event.repeat) last.at = -Infinity;
  const target = /** @type {Element} */ (event.target);
  if (
    event.repeat &&
    (event.key === "Enter" || event.key === " ") &&
    target.closest?.("button, summary, [role=button]")
  )
    event.preventDefault();
}

addEventListener(
  "pointerdown",
  () => {
    down = true;
  },
  true,
);
addEventListener("click", pressed, true);
addEventListener("input", wrote, true);
addEventListener("keydown", held, true);
