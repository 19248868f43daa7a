// The keyboard: what each key does, and the sheet that says so.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { allow } from "./alerts.js";
import { typeInto } from "./field.js";
import { HeldKeys, LetterKeys, STEPS } from "./keys_core.js";
import { prefer, preferences } from "./preferences.js";

/** @type {Choice[]} */
export const SHEET = [
  ["Ctrl K", "Search or run a command"],
  ["?", "Keyboard shortcuts"],
  ["j / k", "Next, previous conversation"],
  ["[ / ]", "Tab before, next tab"],
  ["u", "Take over the most urgent"],
  ["t", "Take over"],
  ["y / d", "Accept, decline what is offered to you"],
  ["r", "Write a reply"],
  ["n", "Write a note"],
  ["l", "Add a label: then its name and Enter"],
  ["b", "Return to bot"],
  ["c", "Close"],
  ["o", "Reopen"],
  ["f", "Transfer: then a name and Enter"],
  ["s", "Snooze: then a time and Enter"],
  ["g", "Go to the next conversation"],
  ["Ctrl Shift Enter", "Send, close and go to the next conversation"],
  ["Ctrl Z", "Undo the last send, close, return or transfer"],
  ["Alt 1–3", "Insert a suggested answer"],
  ["@", "Mention a team member in a note"],
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
const held = new HeldKeys();
/** @param {KeyboardEvent} event */
const single = (event) =>
  event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;

/** A key by its name: `Ctrl+k` and the like. @param {KeyboardEvent} event */
const nameOf = (event) =>
  (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.key.length === 1 ? event.key.toLowerCase() : event.key);

/**
 * @param {() => Record<string, () => void>} keysNow what each key does at the moment it is pressed
 * @param {Set<string>} moving the letters that move a conversation
 * @param {() => string} loading the conversation that keys are for, while it is still on its way
 */
export function useKeys(keysNow, moving = new Set(), loading = () => "") {
  const now = useRef({ keysNow, loading });
  now.current = { keysNow, loading }; // while it is drawn, so that a key does what the screen already says
  useEffect(() => {
    /** @param {KeyboardEvent} event */
    const pressed = (event) => {
      const name = nameOf(event);
      if (typing(event.target)) letters.pause();
      if (event.altKey || event.defaultPrevented || (typing(event.target) && !name.startsWith("Ctrl+"))) return;
      const conversation = now.current.loading();
      if (conversation && isHeld(event)) {
        event.preventDefault();
        return held.hold(conversation, { name, sign: event.key === "Enter" ? "\n" : event.key, at: performance.now() });
      }
      run(event, name, now.current.keysNow(), moving);
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}

/** Letters for what is not there yet, and the Enter behind them; steps go on. @param {KeyboardEvent} event */
function isHeld(event) {
  if (event.key === "Enter" || event.key === " ") return held.keys.length > 0;
  return single(event) && !STEPS.has(event.key);
}

/**
 * @param {KeyboardEvent} event
 * @param {string} name
 * @param {Record<string, () => void>} keys
 * @param {Set<string>} moving
 */
function run(event, name, keys, moving) {
  const typed = { sign: event.key };
  if (name === "Ctrl+z" && written(event.target)) return; // the field's own undo
  if (keys[name]) event.preventDefault();
  if (event.repeat && !STEPS.has(name)) return;
  if (!single(event)) return keys[name]?.();
  letters.press(name, moving.has(name), keys[name] ?? null, typed);
  if (typing(document.activeElement)) event.preventDefault(); // it is in the field already
}

/**
 * Where letters go that are no commands, and those that were typed before the conversation was there: to the field of
 * one's own conversation. Who walks through the list by keys means commands, whoever opened one means words.
 * @param {AgentSession} session
 * @param {{ keys: () => Record<string, () => void>, moving: Set<string>, writes: () => boolean }} what
 */
export function useWords(session, { keys, moving, writes }) {
  const { id, header } = session.conversation;
  letters.words = (words) => writes() && reply(session, words);
  useLayoutEffect(() => {
    // With the picture: a key that came between it and what is held would overtake that.
    if (!id || !header) return;
    const typed = held.release(id);
    if (!session.walked && writes()) return reply(session, typed.map(({ sign }) => sign).join(""));
    for (const one of typed) {
      // Behind a take the field is still one for notes: what follows waits until it is one for the customer.
      if (session.moves.taking?.conversation === id) session.field.type(one.sign, id);
      else again(keys()[one.name], one, moving);
    }
  }, [id, header !== null]);
}

/** @param {AgentSession} session @param {string} words */
function reply({ field, conversation }, words) {
  field.type(words, conversation.id ?? "");
}

/**
 * What was held, as if it were pressed now: a command, or a letter of the field that an earlier one opened.
 * @param {(() => void) | undefined} command
 * @param {import("./keys_core.js").Typed} typed
 * @param {Set<string>} moving
 */
function again(command, { name, sign, at }, moving) {
  const place = document.activeElement;
  if (place instanceof HTMLTextAreaElement || place instanceof HTMLInputElement) typeInto(place, sign);
  else letters.press(name, moving.has(name), command ?? null, { at, sign });
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
