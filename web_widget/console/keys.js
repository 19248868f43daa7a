// The keyboard: what each key does, and the sheet that says so.
import { html, useEffect, useRef, useState } from "../shared/preact.js";
import { allow } from "./alerts.js";
import { LetterKeys, STEPS } from "./keys_core.js";
import { prefer, preferences } from "./preferences.js";

/** @type {Choice[]} */
export const SHEET = [
  ["Ctrl K", "Search or run a command"],
  ["?", "Keyboard shortcuts"],
  ["j / k", "Next, previous conversation"],
  ["t", "Take over"],
  ["y / d", "Accept, decline what is offered to you"],
  ["r", "Write a reply"],
  ["n", "Write a note"],
  ["l", "Add a label"],
  ["b", "Return to bot"],
  ["c", "Close"],
  ["o", "Reopen"],
  ["Ctrl Shift Enter", "Send, close and go to the next conversation"],
  ["Ctrl Z", "Undo the last send, close, return or transfer"],
  ["Alt 1–3", "Insert a suggested answer"],
  ["/", "Insert a canned response or macro while writing"],
  ["Esc", "Leave the field"],
  ["1–4", "Rate the hand-off after closing"],
];

/** @param {EventTarget | null} target */
const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");

/** @param {EventTarget | null} target */
const written = (target) =>
  (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && target.value;

const letters = new LetterKeys();
/** @param {KeyboardEvent} event */
const single = (event) => event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;

/**
 * @param {() => Record<string, () => void>} keysNow what each key does at the moment it is pressed: `Ctrl+k` and the
 * like
 * @param {Set<string>} moving the letters that move a conversation
 */
export function useKeys(keysNow, moving = new Set()) {
  const now = useRef(keysNow);
  now.current = keysNow; // while it is drawn, so that a key does what the screen already says
  useEffect(() => {
    /** @param {KeyboardEvent} event */
    const pressed = (event) => {
      const keys = now.current();
      const name =
        (event.ctrlKey || event.metaKey ? "Ctrl+" : "") +
        (event.key.length === 1 ? event.key.toLowerCase() : event.key);
      if (event.altKey || event.defaultPrevented || (typing(event.target) && !name.startsWith("Ctrl+"))) return;
      if (!keys[name]) return void (single(event) && letters.letter(name));
      if (name === "Ctrl+z" && written(event.target)) return; // the field's own undo
      event.preventDefault();
      if (event.repeat && !STEPS.has(name)) return;
      if (single(event)) letters.press(name, moving.has(name), keys[name]);
      else keys[name]();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}

/** @param {{ close: () => void }} props */
export function Sheet({ close }) {
  const [now, setNow] = useState(preferences());
  /** @param {Partial<ReturnType<typeof preferences>>} more */
  const set = (more) => {
    prefer(more);
    setNow(preferences());
  };
  useKeys(() => ({ Escape: close }));
  return html`<div class="veil" onClick=${close}>
    <div
      class="palette card stack"
      role="dialog"
      aria-modal="true"
      aria-label="Keyboard shortcuts and preferences"
      onClick=${(event) => event.stopPropagation()}
    >
      <div class="spread"><h2>Keyboard shortcuts</h2><button class="button small" onClick=${close}>Close</button></div>
      <dl class="keys">
        ${SHEET.map(([key, words]) => html`<div key=${key}><dt><kbd>${key}</kbd></dt><dd>${words}</dd></div>`)}
      </dl>
      <h2>Preferences</h2>
      <label class="row">
        Undo send <select
          class="input narrow"
          value=${String(now.undo)}
          onChange=${(event) => set({ undo: Number(event.currentTarget.value) })}
        >
          ${[0, 3, 5, 10].map(
            (item) => html`<option value=${String(item)}>
              ${item === 0 ? "Off: send at once" : `for ${item} seconds`}
            </option>`,
          )}
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked=${now.sound}
          onChange=${(event) => set({ sound: event.currentTarget.checked })}
        /> Play a sound when a customer is waiting
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked=${now.notify}
          onChange=${async (event) => {
            set({ notify: event.currentTarget.checked });
            if (event.currentTarget.checked) await allow();
          }}
        /> Show a browser notification when this page is in the background
      </label>
    </div>
  </div>`;
}
