// The command bar: everything by a few letters, and whatever was said by its words.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { clock, day } from "../shared/time.js";
import { request } from "../shared/transport.js";
import { inOrder } from "./inbox.js";
import { nameOf } from "./rows.js";

const SEARCH_MS = 200;
const MOST_ROWS = 6;
const MOST_MESSAGES = 20;
/** @type {Record<string, string>} */
const SPEAKERS = { "customer.said": "customer", "bot.said": "assistant", "agent.said": "agent", "note.added": "note" };

/** @typedef {Action & { group: string }} Entry */

/** What was said somewhere, by its words, a moment after they are typed. @param {string} words */
function useFound(words) {
  const [found, setFound] = useState(/** @type {Answer.Found[]} */ ([]));
  useEffect(() => {
    if (words.trim().length < 2) return setFound([]);
    const look = () =>
      request(`/api/find?q=${encodeURIComponent(words.slice(0, 200))}`).then(
        (answer) => setFound(answer.found),
        () => setFound([]),
      );
    const later = setTimeout(look, SEARCH_MS);
    return () => clearTimeout(later);
  }, [words]);
  return found;
}

/**
 * Commands and listed conversations that have these letters.
 * @param {AgentSession} session
 * @param {Action[]} actions
 * @param {string} letters
 * @returns {Entry[]}
 */
function matching(session, actions, letters) {
  const low = letters.trim().toLowerCase();
  const rows = inOrder(session.inbox.lists).filter((row) =>
    `${nameOf(row)} ${row.matter} ${row.preview} ${row.labels.join(" ")}`.toLowerCase().includes(low),
  );
  return [
    ...actions
      .filter((action) => action.words.toLowerCase().includes(low))
      .map((action) => ({ ...action, group: "Actions" })),
    ...rows.slice(0, low ? MOST_ROWS : 0).map((row) => ({
      words: `${nameOf(row)}: ${row.matter}`,
      group: "Conversations",
      run: () => session.show(row.id),
    })),
  ];
}

/** Messages that were found. @param {AgentSession} session @param {Answer.Found[]} found @returns {Entry[]} */
function messages(session, found) {
  return found.slice(0, MOST_MESSAGES).map((message) => ({
    words: message.text.slice(0, 140),
    keys: `${SPEAKERS[message.kind] ?? ""} · ${day(message.at)} ${clock(message.at)}`,
    group: "Messages",
    run: () => session.show(message.conversation, message.seq),
  }));
}

/**
 * The entries, each group below its name.
 * @param {{ entries: Entry[], at: number, choose: (at: number) => void, take: (entry: Entry) => void }} props
 */
function Results({ entries, at, choose, take }) {
  return html`<ul id="palette-list" role="listbox" aria-label="Results">
    ${entries.length === 0 && html`<li class="empty">No results.</li>`}
    ${entries.map((entry, place) => [
      entry.group !== entries[place - 1]?.group &&
        html`<li class="hint group" role="presentation" key=${`g${entry.group}`}>${entry.group}</li>`,
      html`<li
        key=${place}
        id=${`p${place}`}
        role="option"
        aria-selected=${place === at}
        onMouseEnter=${() => choose(place)}
        onClick=${() => take(entry)}
      >
        <span>${entry.words}</span>
        ${entry.keys && html`<span class="hint">${entry.keys}</span>`}
      </li>`,
    ])}
  </ul>`;
}

/** @param {{ session: AgentSession, actions: Action[], close: () => void }} props */
export function Palette({ session, actions, close }) {
  const [letters, setLetters] = useState("");
  const [chosen, setChosen] = useState(0);
  const box = useRef(/** @type {HTMLInputElement | null} */ (null));
  useLayoutEffect(() => box.current?.focus(), []); // before the next key arrives
  const entries = [...matching(session, actions, letters), ...messages(session, useFound(letters))];
  const at = Math.min(chosen, Math.max(0, entries.length - 1));
  /** @param {Action | undefined} entry */
  const take = (entry) => {
    if (!entry) return;
    close();
    entry.run();
  };
  /** @param {Happening} event */
  const keys = (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setChosen((at + (event.key === "ArrowDown" ? 1 : entries.length - 1)) % Math.max(1, entries.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(entries[at]);
    } else if (event.key === "Escape") close();
  };
  return html`<div class="veil" onClick=${close}>
    <div
      class="palette card"
      role="dialog"
      aria-modal="true"
      aria-label="Command bar"
      onClick=${(event) => event.stopPropagation()}
    >
      <input
        class="input"
        ref=${box}
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant=${entries.length ? `p${at}` : undefined}
        aria-label="Search or run a command"
        placeholder="Search or run a command"
        value=${letters}
        onInput=${(event) => {
          setLetters(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown=${keys}
      />
      <${Results} entries=${entries} at=${at} choose=${setChosen} take=${take} />
    </div>
  </div>`;
}
