// The whole conversation as the agent reads it, in pages: plain until they come near.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { day } from "../shared/time.js";
import { jump } from "./jump.js";
import { Message, plainly } from "./message.js";

const PAGE = 100; // numbers of the log
const NEAR = "1500px 0px";
const AT_THE_END_PX = 80;
const STAYS_MS = 100; // who looks that long at a conversation stays

/**
 * What a message is drawn from.
 * @typedef {[turn: Log.TurnDone | undefined, mark: Answer.MarkStoreMark | undefined, read: boolean, me?: string]} Parts
 */

/**
 * The days that begin in a page: names by the number of their first message.
 * @param {Log.Entry[]} items
 * @param {Log.Entry} [before]
 */
function headings(items, before) {
  const found = new Map();
  let last = before ? day(before.at) : "";
  for (const item of items) {
    const name = day(item.at);
    if (name !== last) found.set(item.seq, name);
    last = name;
  }
  return found;
}

/**
 * The same element as before while nothing in it changed: then it is not even compared.
 * @param {Map<number, { parts: Parts, element: VNode }>} drawn
 * @param {Log.Entry} item
 * @param {Parts} parts
 * @param {AgentSession} session
 */
function drawnOnce(drawn, item, parts, session) {
  const before = drawn.get(item.seq);
  if (before?.parts.every((part, at) => part === parts[at])) return before.element;
  const [turn, mark, read, me] = parts;
  const element = html`<${Message}
    key=${item.seq}
    item=${item}
    turn=${turn}
    mark=${mark}
    read=${read}
    me=${me}
    session=${session}
  />`;
  drawn.set(item.seq, { parts, element });
  return element;
}

/** @param {{ items: Log.Entry[], before?: Log.Entry, session: AgentSession }} props */
function Whole({ items, before, session }) {
  const { view, customerRead } = session.conversation.now;
  const drawn = useRef(new Map());
  const me = session.inbox.me?.id;
  const marks = new Map(session.beside.now.marks.map((mark) => [mark.seq, mark]));
  const days = headings(items, before);
  return html`<div class="page">
    ${items.map((item) => [
      days.has(item.seq) && html`<div class="note" key=${`d${item.seq}`}><strong>${days.get(item.seq)}</strong></div>`,
      drawnOnce(
        drawn.current,
        item,
        [view.scores[item.seq], marks.get(item.seq), customerRead >= item.seq, me],
        session,
      ),
    ])}
  </div>`;
}

/**
 * A part of the conversation: plain until it comes near, then with all that belongs to it, and so from then on. The
 * latest part is plain for a moment too: who only passes by sees no more of it.
 * @param {{
 *   items: Log.Entry[],
 *   before?: Log.Entry,
 *   session: AgentSession,
 *   latest: boolean,
 *   root: Ref<HTMLElement | null>,
 *   drawn: () => void,
 * }} props
 */
function Page({ items, before, session, latest, root, drawn }) {
  const [near, setNear] = useState(false);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const plain = useRef(/** @type {string | null} */ (null));
  useEffect(() => {
    if (near) return undefined;
    if (latest) {
      const soon = setTimeout(() => setNear(true), STAYS_MS);
      return () => clearTimeout(soon);
    }
    const watch = new IntersectionObserver((seen) => seen.some((item) => item.isIntersecting) && setNear(true), {
      root: root.current,
      rootMargin: NEAR,
    });
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, [near, latest]);
  useLayoutEffect(drawn, [near]);
  if (near) return html`<${Whole} key="whole" items=${items} before=${before} session=${session} />`;
  const me = session.inbox.me?.id;
  const days = headings(items, before);
  plain.current ??= items
    .map(
      (item) =>
        (days.has(item.seq) ? `<div class="note"><strong>${days.get(item.seq)}</strong></div>` : "") +
        plainly(item, me),
    )
    .join("");
  return html`<div key="plain" class="page" ref=${box} dangerouslySetInnerHTML=${{ __html: plain.current }} />`;
}

/**
 * The conversation cut where its numbers say, so that a page keeps its place for ever.
 * @param {Log.Entry[]} events
 */
function paged(events) {
  /** @type {Log.Entry[][]} */
  const pages = [];
  for (const item of events) {
    const at = Math.floor((item.seq - 1) / PAGE);
    pages[at] ??= [];
    pages[at].push(item);
  }
  return pages.filter(Boolean);
}

/** @param {HTMLElement | null} box */
function toTheEnd(box) {
  if (box) box.scrollTop = box.scrollHeight;
}

/** @param {HTMLElement} box */
function isAtTheEnd({ scrollHeight, scrollTop, clientHeight }) {
  return scrollHeight - scrollTop - clientHeight < AT_THE_END_PX;
}

/**
 * Follows what is said until the reader scrolls up, and goes to the message that is wanted.
 * @param {AgentSession} session
 */
function useScrolling({ conversation }) {
  const { view, typing } = conversation.now;
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const following = useRef(true);
  useLayoutEffect(() => {
    if (following.current) toTheEnd(box.current);
  }, [view.seq, conversation.id, typing]);
  useLayoutEffect(() => {
    if (!conversation.wantedSeq || !document.getElementById(`e${conversation.wantedSeq}`)) return;
    following.current = false;
    jump(conversation.wantedSeq);
    conversation.wantedSeq = null;
  }, [view.seq, conversation.wantedSeq]);
  useLayoutEffect(() => {
    const sized = new ResizeObserver(() => {
      if (following.current) toTheEnd(box.current);
    });
    if (box.current) sized.observe(box.current);
    return () => sized.disconnect();
  }, []);
  const scrolled = () => {
    if (box.current) following.current = isAtTheEnd(box.current);
  };
  const drawn = () => {
    if (following.current) toTheEnd(box.current);
  };
  return { box, scrolled, drawn };
}

/** Keyed by conversation. @param {{ session: AgentSession }} props */
export function Transcript({ session }) {
  const { box, scrolled, drawn } = useScrolling(session);
  const pages = paged(session.conversation.view.events);
  return html`<section
    class="log"
    role="log"
    aria-label="Transcript"
    tabindex="0"
    ref=${box}
    onScroll=${scrolled}
    data-testid="transcript"
  >
    ${pages.map(
      (items, at) => html`<${Page}
        key=${Math.floor((items[0].seq - 1) / PAGE)}
        items=${items}
        before=${pages[at - 1]?.at(-1)}
        session=${session}
        latest=${at === pages.length - 1}
        root=${box}
        drawn=${drawn}
      />`,
    )}
    ${
      session.conversation.now.typing &&
      html`<div class="said customer">
        <div class="bubble dots" aria-label="The customer is typing"><span /><span /><span /></div>
      </div>`
    }
  </section>`;
}
