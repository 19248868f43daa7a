// The whole conversation as the colleague reads it: what was said, by whom, and how each turn was judged.
import { linked } from "../shared/links.js";
import { html, useLayoutEffect, useRef } from "../shared/preact.js";
import { clock, day } from "../shared/time.js";
import { REASONS } from "./lists.js";

const percent = (score) => `${Math.round(score * 100)}%`;

function Scores({ turn }) {
  if (!turn) return null;
  const { sentiment, frustration, complexity } = turn.scores;
  const mood = sentiment < -0.35 ? "bad" : sentiment > 0.35 ? "good" : "";
  return html`<span class=${`chip ${mood}`} title="Sentiment of this message, from -1 to 1">mood ${sentiment.toFixed(2)}</span>
    <span class=${`chip ${frustration >= 0.6 ? "bad" : ""}`} title="Frustration so far">frustration ${percent(frustration)}</span>
    <span class=${`chip ${complexity >= 0.75 ? "warn" : ""}`} title="How much there is to untangle">complexity ${percent(complexity)}</span>
    <span class="chip" title="What the assistant understood">${turn.understanding.article ?? turn.understanding.intent} ${percent(turn.understanding.confidence)}</span>`;
}

const JOBS = { cancel: "cancel the order", return: "register the return", readdress: "change the address", undo: "take it back" };
const RESULTS = { done: "done", declined: "the customer said no", not_found: "no such order", too_late: "too late", policy_limit: "beyond the policy" };

// What the assistant did in the company's systems; looking an order up says nothing that the answer does not say.
export function jobWords(event) {
  const jobs = (event.actions ?? []).filter((each) => each.action !== "order_status");
  return jobs.map((each) => `Assistant: ${JOBS[each.action] ?? each.action}${each.order ? ` ${each.order}` : ""}: ${RESULTS[each.result] ?? `the order is ${each.result}`}`).join(" · ");
}

const NOTES = {
  "turn.done": (e) => jobWords(e),
  "conversation.opened": () => "Conversation opened",
  "handoff.requested": (e) => `Handed to a person: ${REASONS[e.reason] ?? e.reason}`,
  "agent.left": () => "Put back into the queue",
  "handed.back": (e) => (e.by === "customer" ? "The customer went back to the assistant" : "Handed back to the assistant"),
  "conversation.reopened": () => "Reopened by the customer",
  "answer.rated": (e) => (e.helpful ? "The customer found an answer helpful" : "The customer rejected an answer"),
  "conversation.rated": (e) => `Rated ${e.stars} of 5${e.text ? `: “${e.text}”` : ""}`,
  "turn.failed": (e) => `The assistant failed (${e.error})`,
};

function Item({ item, view, me }) {
  switch (item.event) {
    case "customer.said":
      return html`<div class="said customer" id=${`e${item.seq}`}><div class="bubble plain">${linked(item.text)}</div>
        <div class="meta"><span>Customer · ${clock(item.at)}</span><${Scores} turn=${view.scores[item.seq]} /></div></div>`;
    case "bot.said":
      return html`<div class="said bot"><div class="bubble" dangerouslySetInnerHTML=${{ __html: item.html }} />
        <div class="meta"><span>Assistant · ${clock(item.at)}</span>${item.article && html`<span class="chip">${item.article}@${item.article_version}</span>`}
        ${item.options.length > 0 && html`<span>offered: ${item.options.map((option) => option.text).join(" · ")}</span>`}</div></div>`;
    case "agent.said":
      return html`<div class=${`said ${item.agent === me ? "out" : "bot"}`}><div class="bubble plain">${linked(item.text)}</div><div class="meta">${item.agent_name} · ${clock(item.at)}</div></div>`;
    case "system.said":
      return html`<div class="note" dangerouslySetInnerHTML=${{ __html: item.html }} />`;
    default: {
      const note = NOTES[item.event]?.(item);
      return note ? html`<div class=${`note ${item.event === "handoff.requested" ? "strong" : ""}`}>${note} · ${clock(item.at)}</div>` : null;
    }
  }
}

export function Transcript({ session }) {
  const { view } = session;
  const box = useRef(null);
  const following = useRef(true);
  useLayoutEffect(() => {
    if (following.current) box.current.scrollTop = box.current.scrollHeight;
  }, [view.seq, session.open, session.typing]);
  const scrolled = () => (following.current = box.current.scrollHeight - box.current.scrollTop - box.current.clientHeight < 80);
  let last = "";
  return html`<section class="log" role="log" aria-label="Transcript" tabindex="0" ref=${box} onScroll=${scrolled} data-testid="transcript">
    ${view.events.map((item) => {
      const heading = day(item.at);
      const mark = heading === last ? null : html`<div class="note" key=${`d${item.seq}`}><strong>${heading}</strong></div>`;
      last = heading;
      return [mark, html`<${Item} key=${item.seq} item=${item} view=${view} me=${session.lists?.me.id} />`];
    })}
    ${session.typing && html`<div class="said customer"><div class="bubble dots" aria-label="The customer is typing"><span /><span /><span /></div></div>`}
  </section>`;
}
