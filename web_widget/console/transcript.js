// The whole conversation as the agent reads it: what was said, by whom, and how each turn was judged.
import { FileShown } from "../shared/files.js";
import { linked } from "../shared/links.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { clock, day } from "../shared/time.js";
import { jobWords } from "./jobs.js";
import { jump } from "./jump.js";
import { REASONS } from "./lists.js";

const percent = (score) => `${Math.round(score * 100)}%`;

function Scores({ turn }) {
  if (!turn) return null;
  const { sentiment, frustration, complexity } = turn.scores;
  const mood = sentiment < -0.35 ? "bad" : sentiment > 0.35 ? "good" : "";
  return html`
    <span class=${`chip ${mood}`} title="Sentiment of this message, from -1 to 1">mood ${sentiment.toFixed(2)}</span>
    <span class=${`chip ${frustration >= 0.6 ? "bad" : ""}`} title="Frustration so far">
      frustration ${percent(frustration)}
    </span>
    <span class=${`chip ${complexity >= 0.75 ? "warn" : ""}`} title="How complex the request is">
      complexity ${percent(complexity)}
    </span>
    <span class="chip" title="What the assistant understood">
      ${turn.understanding.article ?? turn.understanding.intent} ${percent(turn.understanding.confidence)}
    </span>
  `;
}

// What the assistant did in the company's systems; looking an order up says nothing that the answer does not say.
function jobsOf(event) {
  const jobs = (event.actions ?? []).filter((each) => each.action !== "order_status");
  return jobs.map((each) => `Assistant: ${jobWords(each)}`).join(" · ");
}

const NOTES = {
  "turn.done": (e) => jobsOf(e),
  "conversation.opened": () => "Conversation opened",
  "handoff.requested": (e) => `Handed off to an agent: ${REASONS[e.reason] ?? e.reason}`,
  "agent.left": (e) =>
    ({
      absent: "The agent went offline: back in the queue",
      disabled: "The agent no longer has access to the console: back in the queue",
    })[e.why] ?? "Returned to the queue",
  "agent.replaced": (e) =>
    ({
      transfer: `Transferred by ${e.before_name}`,
      absent: `Taken over from ${e.before_name}, who was offline`,
      disabled: `Taken over from ${e.before_name}, whose account is disabled`,
      supervisor: `Taken over from ${e.before_name}: “${e.text}”`,
    })[e.why],
  "handed.back": (e) => (e.by === "customer" ? "The customer returned to the assistant" : "Returned to bot"),
  "conversation.reopened": () => "Reopened",
  "answer.rated": (e) => (e.helpful ? "The customer found an answer helpful" : "The customer rejected an answer"),
  "conversation.rated": (e) => `Rated ${e.stars} of 5${e.text ? `: “${e.text}”` : ""}`,
  "conversation.labelled": (e) =>
    e.labels.length ? `${e.agent_name} set the labels ${e.labels.join(", ")}` : `${e.agent_name} removed the labels`,
  "conversation.snoozed": (e) => (e.until ? `Snoozed until ${day(e.until)} ${clock(e.until)}` : "Unsnoozed"),
  "verdict.given": (e) => `Hand-off verdict: ${e.verdict.replace("_", " ")}`,
  "conversation.routed": (e) =>
    e.department || e.skills.length ? `Routed to ${[e.department, ...e.skills].filter(Boolean).join(", ")}` : "",
  "contact.given": (e) => (e.text ? `Continues by email: ${e.text}` : "Emails stopped"),
  "colleague.wanted": (e) => `Transferred to ${e.colleague_name}`,
  "turn.failed": (e) => `The assistant failed (${e.error})`,
};

/** What would have been right here: it joins the evaluation of every release. */
function Mark({ session, seq, mark }) {
  const [open, setOpen] = useState(false);
  const set = async (right) => {
    setOpen(false);
    await session.markRight(seq, right);
  };
  const answers = session.suggested?.suggestions ?? [];
  if (mark)
    return html`<span class="chip good">
      ${mark.right === "person" ? "should have been handed off" : `right answer: ${mark.right}`} <button
        type="button"
        class="drop"
        aria-label="Remove the mark"
        onClick=${() => set(null)}
      >
        ×
      </button>
    </span>`;
  if (!open)
    return html`<button
      type="button"
      class="mark"
      aria-label="Mark what would have been right"
      title="Mark what would have been right"
      onClick=${() => setOpen(true)}
    >
      ⚑
    </button>`;
  return html`<span class="row">
    <button type="button" class="button small" onClick=${() => set("person")}>Should have been handed off</button>
    <select
      class="input narrow small"
      aria-label="Right answer"
      value=""
      onChange=${(event) => event.currentTarget.value && set(event.currentTarget.value)}
    >
      <option value="">Right answer…</option>
      ${answers.map((each) => html`<option key=${each.article} value=${each.article}>${each.title}</option>`)}
    </select>
    <button type="button" class="button small quiet" onClick=${() => setOpen(false)}>Cancel</button>
  </span>`;
}

function Item({ item, turn, mark, read, me, session }) {
  switch (item.event) {
    case "customer.said":
      return html`<div class="said customer" id=${`e${item.seq}`}>
        <div class="bubble plain">${linked(item.text)}</div>
        <div class="meta">
          <span>Customer · ${clock(item.at)}</span>
          <${Scores} turn=${turn} />
          <${Mark} session=${session} seq=${item.seq} mark=${mark} />
        </div>
      </div>`;
    case "note.added":
      return html`<div class="said noted" id=${`e${item.seq}`}>
        <div class="bubble plain">${linked(item.text)}</div>
        <div class="meta">Note by ${item.agent_name} · ${clock(item.at)}</div>
      </div>`;
    case "bot.said":
      return html`<div class="said bot" id=${`e${item.seq}`}>
        <div class="bubble" dangerouslySetInnerHTML=${{ __html: item.html }} />
        <div class="meta">
          <span>Assistant · ${clock(item.at)}</span>
          ${item.article && html`<span class="chip">${item.article}@${item.article_version}</span>`}
          ${
            item.options.length > 0 &&
            html`<span>offered: ${item.options.map((option) => option.text).join(" · ")}</span>`
          }
        </div>
      </div>`;
    case "file.shared":
      return html`<div
        class=${`said ${item.by === "customer" ? "customer" : item.agent === me ? "out" : "bot"}`}
        id=${`e${item.seq}`}
      >
        <div class="bubble">
          <${FileShown} address=${`files/${item.file}`} media=${item.media} size=${item.size} text=${item.text} />
        </div>
        <div class="meta">${item.agent_name ?? "Customer"} · ${clock(item.at)}</div>
      </div>`;
    case "agent.said":
      return html`<div class=${`said ${item.agent === me ? "out" : "bot"}`} id=${`e${item.seq}`}>
        <div class="bubble plain">${linked(item.text)}</div>
        <div class="meta">${item.agent_name} · ${clock(item.at)}${read && " · read"}</div>
      </div>`;
    case "system.said":
      return html`<div class="note" dangerouslySetInnerHTML=${{ __html: item.html }} />`;
    default: {
      const note = NOTES[item.event]?.(item);
      return note
        ? html`<div id=${`e${item.seq}`} class=${`note ${item.event === "handoff.requested" ? "strong" : ""}`}>
          ${note} · ${clock(item.at)}
        </div>`
        : null;
    }
  }
}

const PAGE = 100; // numbers of the log
const NEAR = "1500px 0px";
const escaped = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
]);
const safe = (text) => text.replace(/[&<>"]/g, (each) => escaped.get(each));

/**
 * A message out of sight as the browser's own parser draws it, many times faster: the words, without what can be done
 * with them.
 */
function plainly(item, me) {
  const line = (side, bubble, meta) =>
    `<div class="said ${side}" id="e${item.seq}"><div class="bubble ${bubble === item.html ? "" : "plain"}">${bubble}` +
    `</div><div class="meta"><span>${meta} · ${clock(item.at)}</span></div></div>`;
  switch (item.event) {
    case "customer.said":
      return line("customer", safe(item.text), "Customer");
    case "bot.said":
      return line("bot", item.html, "Assistant");
    case "agent.said":
      return line(item.agent === me ? "out" : "bot", safe(item.text), safe(item.agent_name));
    case "note.added":
      return line("noted", safe(item.text), `Note by ${safe(item.agent_name)}`);
    case "file.shared":
      return line(
        item.by === "customer" ? "customer" : item.agent === me ? "out" : "bot",
        safe(item.text),
        safe(item.agent_name ?? "Customer"),
      );
    case "system.said":
      return `<div class="note">${item.html}</div>`;
    default: {
      const note = NOTES[item.event]?.(item);
      return note ? `<div id="e${item.seq}" class="note">${safe(note)} · ${clock(item.at)}</div>` : "";
    }
  }
}

/** The days that begin in a page: names by the number of their first message. */
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

/** The same element as before while nothing in it changed: then it is not even compared. */
function drawnOnce(drawn, item, parts, session) {
  const before = drawn.get(item.seq);
  if (before?.parts.every((each, at) => each === parts[at])) return before.element;
  const [turn, mark, read, me] = parts;
  const element = html`<${Item}
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

function Whole({ items, before, session }) {
  const drawn = useRef(new Map());
  const me = session.lists?.me.id;
  const marks = new Map((session.marks ?? []).map((each) => [each.seq, each]));
  const days = headings(items, before);
  return html`<div class="page">
    ${items.map((item) => [
      days.has(item.seq) && html`<div class="note" key=${`d${item.seq}`}><strong>${days.get(item.seq)}</strong></div>`,
      drawnOnce(
        drawn.current,
        item,
        [session.view.scores[item.seq], marks.get(item.seq), session.customerRead >= item.seq, me],
        session,
      ),
    ])}
  </div>`;
}

/** A part of the conversation: plain until it comes near, then with all that belongs to it, and so from then on. */
function Page({ items, before, session, latest, root }) {
  const [near, setNear] = useState(latest);
  const box = useRef(null);
  const plain = useRef(null);
  useEffect(() => {
    if (near) return undefined;
    const watch = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && setNear(true), {
      root: root.current,
      rootMargin: NEAR,
    });
    watch.observe(box.current);
    return () => watch.disconnect();
  }, [near]);
  if (near) return html`<${Whole} key="whole" items=${items} before=${before} session=${session} />`;
  const me = session.lists?.me.id;
  const days = headings(items, before);
  plain.current ??= items
    .map(
      (each) =>
        (days.has(each.seq) ? `<div class="note"><strong>${days.get(each.seq)}</strong></div>` : "") +
        plainly(each, me),
    )
    .join("");
  return html`<div key="plain" class="page" ref=${box} dangerouslySetInnerHTML=${{ __html: plain.current }} />`;
}

/** The conversation cut where its numbers say, so that a page keeps its place for ever. */
function paged(events) {
  const pages = [];
  for (const item of events) {
    const at = Math.floor((item.seq - 1) / PAGE);
    pages[at] ??= [];
    pages[at].push(item);
  }
  return pages.filter(Boolean);
}

/** Keyed by conversation. */
export function Transcript({ session }) {
  const { view } = session;
  const box = useRef(null);
  const following = useRef(true);
  useLayoutEffect(() => {
    if (following.current) box.current.scrollTop = box.current.scrollHeight;
  }, [view.seq, session.open, session.typing]);
  useLayoutEffect(() => {
    if (!session.wantedSeq || !document.getElementById(`e${session.wantedSeq}`)) return;
    following.current = false;
    jump(session.wantedSeq);
    session.wantedSeq = null;
  }, [view.seq, session.wantedSeq]);
  useLayoutEffect(() => {
    const sized = new ResizeObserver(() => {
      if (following.current) {
        box.current.scrollTop = box.current.scrollHeight;
      }
    });
    sized.observe(box.current);
    return () => sized.disconnect();
  }, []);
  const scrolled = () => {
    following.current = box.current.scrollHeight - box.current.scrollTop - box.current.clientHeight < 80;
  };
  const pages = paged(view.events);
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
      />`,
    )}
    ${
      session.typing &&
      html`<div class="said customer">
        <div class="bubble dots" aria-label="The customer is typing"><span /><span /><span /></div>
      </div>`
    }
  </section>`;
}
