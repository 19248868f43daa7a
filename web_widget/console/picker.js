// A choice by a few letters: those that fit stand below, the first is taken by Enter.
import { html, useLayoutEffect, useRef, useState } from "../shared/preact.js";

const MOST = 8;

/**
 * @typedef {{ key: string, words: string, more?: Drawn }} Choosable
 * @typedef {{
 *   name: string,
 *   label: string,
 *   placeholder?: string,
 *   options: (letters: string) => Choosable[],
 *   choose: (option: Choosable, byKey: boolean) => void,
 *   leave?: () => void,
 *   focused?: boolean,
 * }} Picking
 */

/** Those whose words have the letters. @param {Choosable[]} all @param {string} letters */
export function matching(all, letters) {
  const low = letters.trim().toLowerCase();
  return all.filter(({ words }) => words.toLowerCase().includes(low));
}

/** @param {{ name: string, options: Choosable[], at: number, take: (option: Choosable) => void }} props */
function Options({ name, options, at, take }) {
  return html`<ul class="menu" id=${`${name}-list`} role="listbox" aria-label="Choices">
    ${options.map(
      (option, place) => html`<li
        key=${option.key}
        class="choice"
        id=${`${name}-${place}`}
        role="option"
        aria-selected=${place === at}
        onMouseDown=${(event) => {
          event.preventDefault();
          take(option);
        }}
      >
        <span>${option.words}</span> ${option.more}
      </li>`,
    )}
  </ul>`;
}

/** @param {Picking} props */
export function Picker({ name, label, placeholder, options, choose, leave, focused = true }) {
  const [letters, setLetters] = useState("");
  const [chosen, setChosen] = useState(0);
  const [open, setOpen] = useState(focused);
  const box = useRef(/** @type {HTMLInputElement | null} */ (null));
  useLayoutEffect(() => {
    if (focused) box.current?.focus();
  }, []);
  const shown = open ? options(letters).slice(0, MOST) : [];
  const at = Math.min(chosen, Math.max(0, shown.length - 1));
  /** @param {Choosable} option @param {boolean} [byKey] */
  const take = (option, byKey = false) => {
    setLetters("");
    setChosen(0);
    choose(option, byKey);
  };
  /** @param {Happening} event */
  const keys = (event) => {
    if (event.key === "Escape") return leave ? leave() : box.current?.blur();
    if (!["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Enter") return shown[at] && !event.repeat && take(shown[at], true);
    setChosen((at + (event.key === "ArrowDown" ? 1 : shown.length - 1)) % Math.max(1, shown.length));
  };
  return html`<div class="picker">
    <input
      class="input small"
      ref=${box}
      id=${name}
      role="combobox"
      autocomplete="off"
      aria-label=${label}
      aria-expanded=${shown.length > 0}
      aria-controls=${`${name}-list`}
      aria-activedescendant=${shown.length ? `${name}-${at}` : undefined}
      placeholder=${placeholder}
      maxlength="40"
      value=${letters}
      onFocus=${() => setOpen(true)}
      onBlur=${() => setOpen(focused)}
      onInput=${(event) => {
        setLetters(event.currentTarget.value);
        setChosen(0);
      }}
      onKeyDown=${keys}
    />
    ${shown.length > 0 && html`<${Options} name=${name} options=${shown} at=${at} take=${take} />`}
  </div>`;
}
