// A press on what has only just appeared was meant for what stood there before, and a second press right after the
// first was not meant at all. Neither does anything, whether by finger, mouse or key. A control marked `data-settled`
// is left alone.

export const SETTLE_MS = 600;
// What only chooses (a radio button, a box to tick) does nothing by itself and is not among them.
const CONTROLS = "button, a[href], summary, [role=button]";
/** When a control came to be what it is, and when it was pressed last. @type {WeakMap<Element, number>} */
const appeared = new WeakMap();
/** @type {WeakMap<Element, number>} */
const pressed = new WeakMap();

/** @param {Iterable<Element>} controls */
function settle(controls) {
  const fresh = [...controls].filter((control) => !(control instanceof HTMLElement && "settled" in control.dataset));
  for (const control of fresh) {
    appeared.set(control, performance.now());
    if (control.matches("button, a")) control.setAttribute("aria-disabled", "true");
  }
  if (fresh.length) setTimeout(() => fresh.forEach(ready), SETTLE_MS);
}

/** @param {Element} control */
function ready(control) {
  if (performance.now() - (appeared.get(control) ?? 0) >= SETTLE_MS - 1) control.removeAttribute("aria-disabled");
}

/** @param {Node} node @returns {Element[]} */
function within(node) {
  if (!(node instanceof Element)) return [];
  return [...(node.matches(CONTROLS) ? [node] : []), ...node.querySelectorAll(CONTROLS)];
}

/** A control with other words on it is another control. @param {Node} node @returns {Element[]} */
function around(node) {
  const control = (node instanceof Element ? node : node.parentElement)?.closest(CONTROLS);
  return control ? [control] : [];
}

/** @param {MutationRecord} record @returns {Element[]} */
function changed({ type, target, addedNodes, attributeName }) {
  if (type === "childList") return [...[...addedNodes].flatMap(within), ...around(target)];
  if (type === "characterData") return around(target);
  const shown = target instanceof Element && !target.hasAttribute(attributeName ?? "");
  return shown ? within(target) : [];
}

/** @param {Event} event */
function press(event) {
  const control = event.target instanceof Element ? event.target.closest(CONTROLS) : null;
  if (!control || (control instanceof HTMLElement && "settled" in control.dataset)) return;
  const last = Math.max(appeared.get(control) ?? -SETTLE_MS, pressed.get(control) ?? -SETTLE_MS);
  if (event.timeStamp - last >= SETTLE_MS) return void pressed.set(control, event.timeStamp);
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Watch the whole page. @returns {() => void} what treats everything on it as having just appeared */
export function guardPresses() {
  new MutationObserver((records) => settle(new Set(records.flatMap(changed)))).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ["disabled", "hidden"],
  });
  addEventListener("click", press, true);
  return () => settle(within(document.body));
}
