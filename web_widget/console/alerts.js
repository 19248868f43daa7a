// A customer is waiting: a sound and a browser notification, as the agent prefers.

import { preferences } from "./preferences.js";
import { nameOf, REASONS } from "./rows.js";

/** @type {AudioContext | null} */
let audio = null;

function chime() {
  audio ??= new AudioContext();
  for (const [at, tone] of [
    [0, 660],
    [0.14, 880],
  ]) {
    const oscillator = audio.createOscillator();
    const gain = audio.createGain();
    oscillator.frequency.value = tone;
    gain.gain.setValueAtTime(0.12, audio.currentTime + at);
    gain.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.25);
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(audio.currentTime + at);
    oscillator.stop(audio.currentTime + at + 0.26);
  }
}

/** @param {InboxRow[]} rows @param {(id: string) => void} show */
export function waiting(rows, show) {
  const [row] = rows;
  tell(`${nameOf(row)} is waiting for an agent`, `${REASONS[row.reason ?? ""] ?? ""}: ${row.matter}`, row.id, show);
}

/** @param {InboxRow} row @param {(id: string) => void} show */
export function offered(row, show) {
  tell(`${nameOf(row)} is offered to you`, `${row.matter}. ${row.offer?.why ?? ""}`, row.id, show);
}

/**
 * Something that should be looked at now.
 * @param {string} title
 * @param {string} body
 * @param {string} conversation
 * @param {(id: string) => void} show
 */
export function tell(title, body, conversation, show) {
  const { sound, notify } = preferences();
  if (sound) chime();
  if (
    !notify ||
    !("Notification" in window) ||
    Notification.permission !== "granted" ||
    document.visibilityState === "visible"
  )
    return;
  const made = new Notification(title, { body, tag: conversation });
  made.onclick = () => {
    window.focus();
    show(conversation);
  };
}

/** Asks the browser, once, after the agent said yes. */
export function allow() {
  return "Notification" in window ? Notification.requestPermission() : Promise.resolve("denied");
}
