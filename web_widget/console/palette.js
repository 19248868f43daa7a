// The command bar: everything by a few letters, and whatever was said by its words.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { clock, day } from "../shared/time.js";
import { request } from "../shared/transport.js";
import { inOrder } from "./inbox.js";
import { nameOf } from "./rows.js";

const SEARCH_MS = 200;
/** @type {Record<string, string>} */
const SPEAKERS = { "customer.said": "customer", "bot.said": "assistant", "agent.said": "agent", "note.added": "note" };

/** @param {{ session: AgentSession, actions: Action[], close: () => void }} props */
export function Palette({ session, actions, close }) {
  const [asked, setAsked] = useState("");
  const [found, setFound] = useState(/** @type {Answer.Found[]} */ ([]));
  const [chosen, setChosen] = useState(0);
  const box = useRef(/** @type {HTMLInputElement | null} */ (null));
  useLayoutEffect(() => box.current?.focus(), []); // before the next key arrives
  useEffect(() => {
    if (asked.trim().length < 2) return setFound([]);
    const later = setTimeout(
      () =>
        request(`/api/find?q=${encodeURIComponent(asked.slice(0, 200))}`).then(
          (got) => setFound(got.found),
          () => setFound([]),
        ),
      SEARCH_MS,
    );
    return () => clearTimeout(later);
  }, [asked]);
  const low = asked.trim().toLowerCase();
  const rows = inOrder(session.inbox.lists);
  /** @type {(Action & { group: string })[]} */
  const entries = [
    ...actions.filter((each) => each.words.toLowerCase().includes(low)).map((each) => ({ ...each, group: "Actions" })),
    ...(low
      ? rows
          .filter((each) => `${nameOf(each)} ${each.preview} ${each.labels.join(" ")}`.toLowerCase().includes(low))
          .slice(0, 6)
      : []
    ).map((each) => ({
      words: `${nameOf(each)}: ${each.preview}`,
      group: "Conversations",
      run: () => session.show(each.id),
    })),
    ...found.slice(0, 20).map((each) => ({
      words: each.text.slice(0, 140),
      keys: `${SPEAKERS[each.kind] ?? ""} · ${day(each.at)} ${clock(each.at)}`,
      group: "Messages",
      run: () => session.show(each.conversation, each.seq),
    })),
  ];
  const at = Math.min(chosen, Math.max(0, entries.length - 1));
  /** @param {Pick<Action, "run"> | undefined} each */
  const take = (each) => {
    if (each) {
      close();
      each.run();
    }
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
  let group = "";
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
        value=${asked}
        onInput=${(event) => {
          setAsked(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown=${keys}
      />
      <ul id="palette-list" role="listbox" aria-label="Results">
        ${entries.length === 0 && html`<li class="empty">No results.</li>`}
        ${entries.map((each, place) => {
          const heading =
            each.group === group
              ? null
              : html`<li class="hint group" role="presentation" key=${`g${each.group}`}>${each.group}</li>`;
          group = each.group;
          return [
            heading,
            html`<li
              key=${place}
              id=${`p${place}`}
              role="option"
              aria-selected=${place === at}
              onMouseEnter=${() => setChosen(place)}
              onClick=${() => take(each)}
            >
              <span>${each.words}</span>
              ${each.keys && html`<span class="hint">${each.keys}</span>`}
            </li>`,
          ];
        })}
      </ul>
    </div>
  </div>`;
}
