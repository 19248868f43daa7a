// The head of every room: where one is, the other rooms one may enter, and who one is.
import { html, useRef, useState } from "./preact.js";

/**
 * The rooms, each with the right that opens it.
 * @type {[name: string, words: string, right: string][]}
 */
export const ROOMS = [
  ["console", "Console", "inbox"],
  ["desk", "Desk", "articles.write"],
  ["reports", "Reports", "reports"],
  ["settings", "Settings", "settings"],
];

/** @param {{ may: string[] }} user */
export const roomsOf = (user) => ROOMS.filter(([, , right]) => user.may.includes(right));

/**
 * On a narrow screen the rooms and the account are folded behind one button.
 * @param {{ title: string, here: string, user: User, signOut: () => void, children?: Drawn }} props
 */
export function Bar({ title, here, user, signOut, children }) {
  const [unfolded, setUnfolded] = useState(false);
  const fold = useRef(/** @type {HTMLButtonElement | null} */ (null));
  /** @param {Happening} event */
  const leave = (event) => {
    if (event.key === "Escape" && unfolded) {
      setUnfolded(false);
      fold.current?.focus();
    }
  };
  return html`<header class="bar" onKeyDown=${leave}>
    <h1>${title}</h1>
    ${children}
    <button
      ref=${fold}
      class="button small fold"
      aria-expanded=${unfolded}
      aria-controls="rooms-and-account"
      onClick=${() => setUnfolded(!unfolded)}
    >
      Menu
    </button>
    <div id="rooms-and-account" class=${`bar-rooms ${unfolded ? "unfolded" : ""}`}>
      ${roomsOf(user)
        .filter(([name]) => name !== here)
        .map(([name, words]) => html`<a key=${name} class="button small quiet" href=${name}>${words}</a>`)}
      <span class="hint">${user.name}</span>
      <button class="button small" onClick=${signOut}>Sign out</button>
    </div>
  </header>`;
}
