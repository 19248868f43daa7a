// What is on its way and can still be taken back: answers, closes, returns, transfers, of this conversation and of
// others.
import { html, useEffect, useState } from "../shared/preact.js";
import { inOrder } from "./inbox.js";
import { nameOf } from "./rows.js";

/** @type {Record<string, string>} */
const NOW = { close: "Close now", hand_back: "Return now", requeue: "Transfer now" };
/** @type {Record<string, string>} */
const DOES = {
  say: "Sending",
  macro: "Sending",
  note: "Adding the note",
  close: "Closing",
  hand_back: "Returning to bot",
  requeue: "Transferring",
};
/** @typedef {import("./outgoing.js").Item} Item */

const TOGETHER = 4; // from so many of a kind on they are one line

/** @param {{ items: Item[], session: AgentSession, name: string, newest: boolean }} props */
function Line({ items, session, name, newest }) {
  const [item] = items;
  const { outgoing } = session;
  const left = Math.max(0, Math.ceil((item.due - Date.now()) / 1000));
  const what =
    items.length > 1 ? `${items.length} conversations` : [item.words.slice(0, 80), name].filter(Boolean).join(" · ");
  const macro = item.payload.macro ? `/${item.payload.macro}: ` : "";
  /** @param {(id: string) => void} work */
  const all = (work) => {
    for (const item of items) work(item.id);
  };
  return html`<div class="notice spread" role="status">
    <span>${macro}${DOES[item.command]}${left > 0 ? ` in ${left} s` : "…"}${what && `: ${what}`}</span>
    <span class="row">
      <button type="button" class="button small" onClick=${() => all((id) => session.speech.takeBack(id))}>
        Undo${newest && html` <kbd class="long">Ctrl Z</kbd>`}
      </button>
      <button type="button" class="button small" onClick=${() => all((id) => outgoing.sendNow(id))}>
        ${NOW[item.command] ?? "Send now"}
      </button>
    </span>
  </div>`;
}

/**
 * Items of a kind, together where there are many: closing twenty conversations is one thing to take back.
 * @param {Item[]} items
 */
function lines(items) {
  const moves = Map.groupBy ? Map.groupBy(items, (item) => item.command) : new Map();
  return items.flatMap((item) => {
    const same = moves.get(item.command) ?? [item];
    if (item.words || same.length < TOGETHER) return [[item]];
    return same[0] === item ? [same] : [];
  });
}

/** @param {{ session: AgentSession, here: boolean }} props those of the open conversation, or those of all others */
export function Pending({ session, here }) {
  const [, tick] = useState(0);
  const items = session.outgoing.items.filter(
    (item) => (item.payload.conversation === session.conversation.id) === here,
  );
  useEffect(() => {
    if (!items.length) return undefined;
    const often = setInterval(() => tick((count) => count + 1), 250);
    return () => clearInterval(often);
  }, [items.length > 0]);
  if (!items.length) return null;
  const rows = inOrder(session.inbox.lists);
  /** @param {Item} item */
  const name = (item) =>
    here
      ? ""
      : nameOf(
          rows.find((row) => row.id === item.payload.conversation) ?? {
            id: item.payload.conversation,
            customer_name: null,
          },
        );
  return html`<div
    class=${here ? "pending" : "pending elsewhere"}
    role="group"
    aria-label=${here ? "Pending" : "Pending in other conversations"}
  >
    ${lines(items).map(
      (line) => html`<${Line}
        key=${line[0].id}
        items=${line}
        session=${session}
        name=${name(line[0])}
        newest=${line.at(-1) === session.outgoing.items.at(-1)}
      />`,
    )}
  </div>`;
}
