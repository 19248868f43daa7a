// The lists at the left: tabs with counts, a filter, and the conversations of the tab.
import { html, useRef, useState } from "../shared/preact.js";
import { ago } from "../shared/time.js";
import { Bulk } from "./bulk.js";
import { Entry } from "./entry.js";
import { Reported } from "./reported.js";
import { countsOf, TABS } from "./sections.js";
import { unchanged } from "./unchanged.js";
import { Filter, Views } from "./views.js";
import { Windowed } from "./windowed.js";

const ROW_PX = 64;
const HEADING_PX = 32;
const EMPTY_PX = 56;
const OFTEN_MS = 10_000; // how often times are written anew
const MOST_DRAWN = 2000;

/** @param {{ session: AgentSession, lists: Inbox }} props */
function Tabs({ session, lists }) {
  const { list } = session;
  const counts = countsOf(lists);
  return html`<div class="tabs" role="tablist" aria-label="Conversations">
    ${TABS.map(
      ([tab, words]) => html`<button
        key=${tab}
        type="button"
        role="tab"
        aria-selected=${!list.asked.trim() && list.tab === tab}
        onClick=${() => {
          list.filter("");
          list.choose(tab);
        }}
      >
        ${words} <span class="hint">${counts[tab]}</span>
      </button>`,
    )}
  </div>`;
}

/**
 * Notes that mention me, until I have looked.
 * @param {{ lists: Inbox, session: AgentSession }} props
 */
function Mentions({ lists, session }) {
  const { mentions } = lists;
  if (mentions.length === 0) return null;
  return html`<section class="list">
    <h2><span>Mentions of you</span><span>${mentions.length}</span></h2>
    ${mentions.map(
      (mention) => html`<button
        type="button"
        key=${`${mention.conversation}${mention.seq}`}
        class="entry"
        onClick=${() => session.show(mention.conversation, mention.seq)}
      >
        <span class="spread"><strong>${mention.by}</strong><span class="hint">${ago(mention.at)}</span></span>
        <span class="preview unread">${mention.text}</span>
      </button>`,
    )}
  </section>`;
}

/**
 * The sections as lines of a windowed list.
 * @param {import("./sections.js").Section[]} sections
 * @param {(row: InboxRow) => Drawn} entry
 * @returns {import("./windowed.js").Line[]}
 */
function linesOf(sections, entry) {
  return sections.flatMap(({ name, title, rows, empty }) => [
    ...(title ? [{ key: `h-${name}`, height: HEADING_PX, draw: () => heading(name, title, rows.length) }] : []),
    ...(rows.length || !empty ? [] : [{ key: `e-${name}`, height: EMPTY_PX, draw: () => nothing(name, empty) }]),
    ...rows.map((row) => ({ key: row.id, height: ROW_PX, draw: () => entry(row) })),
  ]);
}

/** @param {string} name @param {string} title @param {number} count */
const heading = (name, title, count) =>
  html`<h2 key=${`h-${name}`} class="section"><span>${title}</span><span>${count}</span></h2>`;

/** @param {string} name @param {string} words */
const nothing = (name, words) => html`<p key=${`e-${name}`} class="empty">${words}</p>`;

/** @param {{ session: AgentSession, several: boolean, select: () => void }} props */
function Tools({ session, several, select }) {
  const next = session.moves.mostUrgent();
  /** A slow double click is one press too. @param {Happening} event */
  const takeNext = (event) => event.detail < 2 && session.moves.takeMostUrgent();
  return html`<div class="row tools">
    <${Filter} session=${session} />
    ${
      next &&
      html`<button
        class="button primary small"
        title="Take over the most urgent conversation that waits for you"
        disabled=${session.moves.busy}
        onClick=${takeNext}
      >
        Take next <kbd class="long">U</kbd>
      </button>`
    }
    ${
      !several && html`<button class="button small quiet" aria-label="Select several" onClick=${select}>Select</button>`
    }
  </div>`;
}

/** @param {{ session: AgentSession }} props */
export function Lists({ session }) {
  const { list } = session;
  const { lists } = session.inbox;
  const [picked, setPicked] = useState(/** @type {Set<string> | null} */ (null));
  const drawn = useRef(/** @type {import("./unchanged.js").Drawings} */ (new Map()));
  if (!lists) return html`<nav class="lists" aria-label="Conversations"><p class="empty">Loading…</p></nav>`;
  /** @param {string} id */
  const pick = (id) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  const moment = Math.floor(Date.now() / OFTEN_MS);
  /** @param {InboxRow} row */
  const entry = (row) => {
    const [unread, open] = [session.seen.unread(row), session.conversation.id === row.id];
    const parts = [row, unread, open, picked, moment, session.tools.now, session.inbox.me?.id];
    return unchanged(
      drawn.current,
      row.id,
      parts,
      () => html`<${Entry} key=${row.id} row=${row} session=${session} picked=${picked} pick=${pick} />`,
    );
  };
  if (drawn.current.size > MOST_DRAWN) drawn.current.clear(); // a day has many rows
  const lines = linesOf(list.sections(), entry);
  return html`<nav
    class="lists"
    aria-label="Conversations"
    data-testid="lists"
    onPointerEnter=${(event) => event.pointerType === "mouse" && list.aim(true)}
    onPointerLeave=${() => list.aim(false)}
  >
    <${Reported} session=${session} />
    <${Tabs} session=${session} lists=${lists} />
    <${Tools} session=${session} several=${picked !== null} select=${() => setPicked(new Set())} />
    <${Views} session=${session} />
    ${picked && html`<${Bulk} session=${session} picked=${picked} done=${() => setPicked(null)} />`}
    <${Mentions} lists=${lists} session=${session} />
    ${list.asked.trim() && !lines.length && html`<p class="empty">Nothing matches the filter.</p>`}
    <${Windowed} key=${list.tab} lines=${lines} wanted=${session.conversation.id} label="Conversations of this tab" />
  </nav>`;
}
