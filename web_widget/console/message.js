// One message as the agent reads it: what was said, by whom, and how the turn was judged.
import { FileShown } from "../shared/files.js";
import { linked } from "../shared/links.js";
import { html, useState } from "../shared/preact.js";
import { clock } from "../shared/time.js";
import { noteOf } from "./notes.js";

/** @param {number} score */
const percent = (score) => `${Math.round(score * 100)}%`;

/** How the turn was judged, for who asks. @param {{ turn?: Log.TurnDone }} props */
function Why({ turn }) {
  const [open, setOpen] = useState(false);
  if (!turn) return null;
  return html`
    <button type="button" class="mark" aria-expanded=${open} onClick=${() => setOpen(!open)}>Why?</button>
    ${open && html`<${Scores} turn=${turn} />`}
  `;
}

/** @param {{ turn: Log.TurnDone }} props */
function Scores({ turn }) {
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

/** @param {{ article: string, version: number | null }} props */
function Source({ article, version }) {
  const [open, setOpen] = useState(false);
  return html`
    <button type="button" class="mark" aria-expanded=${open} onClick=${() => setOpen(!open)}>Why?</button>
    ${open && html`<span class="chip" title="The article and its version">${article}@${version}</span>`}
  `;
}

/**
 * What would have been right here: it joins the evaluation of every release.
 * @param {{ session: AgentSession, seq: number, mark?: Answer.MarkStoreMark }} props
 */
function Mark({ session, seq, mark }) {
  const [open, setOpen] = useState(false);
  /** @param {string | null} right */
  const set = async (right) => {
    setOpen(false);
    await session.beside.mark(seq, right);
  };
  const answers = session.beside.now.suggested?.suggestions ?? [];
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
      ${answers.map(
        (article) => html`<option key=${article.article} value=${article.article}>${article.title}</option>`,
      )}
    </select>
    <button type="button" class="button small quiet" onClick=${() => setOpen(false)}>Cancel</button>
  </span>`;
}

/**
 * @param {{
 *   item: Log.Entry,
 *   turn?: Log.TurnDone,
 *   mark?: Answer.MarkStoreMark,
 *   read: boolean,
 *   me?: string,
 *   session: AgentSession,
 * }} props
 */
export function Message({ item, turn, mark, read, me, session }) {
  switch (item.event) {
    case "customer.said":
      return html`<div class="said customer" id=${`e${item.seq}`}>
        <div class="bubble plain">${linked(item.text)}</div>
        <div class="meta">
          <span>Customer · ${clock(item.at)}</span>
          <${Why} turn=${turn} />
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
          ${item.article && html`<${Source} article=${item.article} version=${item.article_version} />`}
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
      if (item.key !== "while_waiting")
        return html`<div class="note" dangerouslySetInnerHTML=${{ __html: item.html }} />`;
      return html`<div class="said bot" id=${`e${item.seq}`}>
        <div class="bubble" dangerouslySetInnerHTML=${{ __html: item.html }} />
        <div class="meta">Shown while waiting · ${clock(item.at)}</div>
      </div>`;
    default: {
      const note = noteOf(item);
      return note
        ? html`<div id=${`e${item.seq}`} class=${`note ${item.event === "handoff.requested" ? "strong" : ""}`}>
          ${note} · ${clock(item.at)}
        </div>`
        : null;
    }
  }
}

const escaped = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
]);
/** @param {string} text */
const safe = (text) => text.replace(/[&<>"]/g, (sign) => escaped.get(sign) ?? sign);

/**
 * A message out of sight as the browser's own parser draws it, many times faster: the words, without what can be done
 * with them.
 * @param {Log.Entry} item
 * @param {string} [me]
 */
export function plainly(item, me) {
  /**
   * @param {string} side
   * @param {string} bubble
   * @param {string} meta
   */
  const line = (side, bubble, meta) =>
    `<div class="said ${side}" id="e${item.seq}"><div class="bubble ${"html" in item ? "" : "plain"}">${bubble}` +
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
      return item.key === "while_waiting"
        ? line("bot", item.html, "Shown while waiting")
        : `<div class="note">${item.html}</div>`;
    default: {
      const note = noteOf(item);
      return note ? `<div id="e${item.seq}" class="note">${safe(note)} · ${clock(item.at)}</div>` : "";
    }
  }
}
