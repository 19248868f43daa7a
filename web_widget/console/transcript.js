// The whole conversation as the agent reads it, in pages: plain until they come near.
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../shared/preact.js";
import { day } from "../shared/time.js";
import { STAYS_MS } from "./beside.js";
import { jump } from "./jump.js";
import { Message, plainly } from "./message.js";
import { unchanged } from "./unchanged.js";

const PAGE = 100; // numbers of the log
const NEAR = "1500px 0px";
const AT_THE_END_PX = 80;

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

/** @param {{ items: Log.Entry[], before?: Log.Entry, session: AgentSession }} props */
function Whole({ items, before, session }) {
  const { view, customerRead } = session.conversation.now;
  const drawn = useRef(/** @type {import("./unchanged.js").Drawings} */ (new Map()));
  const me = session.inbox.me?.id;
  const marks = new Map(session.beside.now.marks.map((mark) => [mark.seq, mark]));
  const days = useMemo(() => headings(items, before), [items.length, items.at(-1)?.seq, before?.seq]);
  /** @param {Log.Entry} item */
  const message = (item) => {
    const [turn, mark, read] = [view.scores[item.seq], marks.get(item.seq), customerRead >= item.seq];
    return unchanged(
      drawn.current,
      item.seq,
      [turn, mark, read, me],
      () =>
        html`<${Message}
          key=${item.seq}
          item=${item}
          turn=${turn}
          mark=${mark}
          read=${read}
          me=${me}
          session=${session}
        />`,
    );
  };
  return html`<div class="page">
    ${items.map((item) => [
      days.has(item.seq) && html`<div class="note" key=${`d${item.seq}`}><strong>${days.get(item.seq)}</strong></div>`,
      message(item),
    ])}
  </div>`;
}

/** @param {Log.Entry[]} items @param {Log.Entry} [before] @param {string} [me] */
function plainPage(items, before, me) {
  const days = headings(items, before);
  /** @param {Log.Entry} item */
  const heading = (item) =>
    days.has(item.seq) ? `<div class="note"><strong>${days.get(item.seq)}</strong></div>` : "";
  return items.map((item) => heading(item) + plainly(item, me)).join("");
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
  plain.current ??= plainPage(items, before, session.inbox.me?.id);
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

/** Whether it had to be scrolled. @param {HTMLElement | null} box */
function toTheEnd(box) {
  if (!box) return false;
  const before = box.scrollTop;
  box.scrollTop = box.scrollHeight;
  return box.scrollTop !== before;
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
  const own = useRef(false); // the next scrolling is ours and not the reader's
  const follow = () => {
    if (following.current) own.current = toTheEnd(box.current);
  };
  useLayoutEffect(follow, [view.seq, conversation.id, typing]);
  useLayoutEffect(() => {
    if (!conversation.wantedSeq || !document.getElementById(`e${conversation.wantedSeq}`)) return;
    following.current = false;
    jump(conversation.wantedSeq);
    conversation.wantedSeq = null;
  }, [view.seq, conversation.wantedSeq]);
  useLayoutEffect(() => {
    const sized = new ResizeObserver(follow);
    if (box.current) sized.observe(box.current);
    return () => sized.disconnect();
  }, []);
  const scrolled = () => {
    if (box.current && !own.current) following.current = isAtTheEnd(box.current);
    own.current = false;
  };
  return { box, scrolled, drawn: follow };
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
