// One line of the conversation, as the customer sees it.
import { FileShown } from "../shared/files.js";
import { linked } from "../shared/links.js";
import { html } from "../shared/preact.js";
import { t } from "../shared/text.js";
import { clock, day } from "../shared/time.js";

/** @param {{ up?: boolean, pressed: boolean, onClick: () => void }} props */
function Thumb({ up, pressed, onClick }) {
  const turn = up ? "" : "rotate(180 12 12)";
  return html`<button
    class="thumb"
    aria-pressed=${pressed}
    aria-label=${t(up ? "log.helpful" : "log.not_helpful")}
    onClick=${onClick}
  >
    <svg
      width="16"
      height="16"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      aria-hidden="true"
    >
      <g transform=${turn}>
        <path d="M7 11v9H3v-9zM7 11l4-8a2.5 2.5 0 0 1 2.5 2.5V9H20a1.5 1.5 0 0 1 1.5 1.7l-1 7.5A2 2 0 0 1 18.5 20H7" />
      </g>
    </svg>
  </button>`;
}

/** @param {{ words: string, plain?: boolean }} props */
function Html({ words, plain }) {
  // The hub has rendered and cleaned this; it is never the customer's or the agent's own markup.
  return html`<div class=${`bubble ${plain ? "plain" : ""}`} dangerouslySetInnerHTML=${{ __html: words }} />`;
}

/**
 * Frozen as soon as one is chosen, here or in another window; gone when the question is answered.
 * @param {{ item: Extract<CustomerLine, { kind: "bot" }>, session: CustomerSession }} props
 */
function Options({ item, session }) {
  if (session.conversation.view.offered !== item.seq || item.options.length === 0) return null;
  const open = session.sending.offers(item.seq);
  const chosen = session.sending.waiting.find((message) => message.reply_to === item.seq && !message.refused)?.text;
  return html`<div class="options" role="group" aria-label=${t("log.options")}>
    ${item.options.map(
      ({ text }) => html`<button
        class=${`button ${text === chosen ? "chosen" : ""}`}
        key=${text}
        disabled=${!open}
        onClick=${() => session.sending.offers(item.seq) && session.sending.say(text, item.seq)}
      >
        ${text}
      </button>`,
    )}
  </div>`;
}

/** @param {{ item: Extract<CustomerLine, { kind: "bot" }>, session: CustomerSession }} props */
function BotLine({ item, session }) {
  const thumb = session.conversation.view.thumbs[item.seq];
  /** @param {boolean} helpful */
  const rate = (helpful) => session.command("rate_answer", { of: item.seq, helpful });
  return html`<div class="line bot">
    <${Html} words=${item.html} />
    <div class="meta">
      <span>${t("log.assistant")} · ${clock(item.at)}</span>
      ${
        item.rateable &&
        html`
          <${Thumb} up pressed=${thumb === true} onClick=${() => rate(true)} />
          <${Thumb} pressed=${thumb === false} onClick=${() => rate(false)} />
        `
      }
    </div>
    <${Options} item=${item} session=${session} />
  </div>`;
}

/** System lines that are read like an answer. */
const SAID = new Set(["greeting", "while_waiting", "correction"]);

/** @param {{ item: CustomerLine, session: CustomerSession }} props */
export function Line({ item, session }) {
  switch (item.kind) {
    case "customer":
      return html`<div class="line mine">
        <div class="bubble plain">${linked(item.text)}</div>
        <div class="meta">${clock(item.at)}</div>
      </div>`;
    case "bot":
      return html`<${BotLine} item=${item} session=${session} />`;
    case "file":
      return html`<div class=${`line ${item.by === "customer" ? "mine" : "person"}`}>
        <div class="bubble"><${FileShown} ...${item} /></div>
        <div class="meta">${item.name ? `${item.name} · ` : ""}${clock(item.at)}</div>
      </div>`;
    case "agent":
      return html`<div class="line person">
        <div class="bubble plain">${linked(item.text)}</div>
        <div class="meta">${item.name} · ${clock(item.at)}</div>
      </div>`;
    default:
      return SAID.has(item.key ?? "")
        ? html`<div class="line bot"><${Html} words=${item.html} /></div>`
        : html`<div class="system" dangerouslySetInnerHTML=${{ __html: item.html }} />`;
  }
}

/** @param {{ message: import("./outbox.js").Message, session: CustomerSession }} props */
export function Waiting({ message, session }) {
  const state = message.refused ? "failed" : "pending";
  return html`<div class=${`line mine ${state}`}>
    <div class="bubble plain">${message.text}</div>
    <div class="meta">
      ${
        message.refused
          ? html`
            <span>${message.refused}</span>
            ${
              message.reply_to &&
              html`<button class="button quiet small" onClick=${() => session.sending.sayAnyway(message)}>
                ${t("log.send_anyway")}
              </button>`
            }
            <button class="button quiet small" onClick=${() => session.sending.drop(message.client_id)}>
              ${t("log.remove")}
            </button>
          `
          : html`<span>${t("log.sending")}</span>`
      }
    </div>
  </div>`;
}

/**
 * The day's name before the first line of each day but today.
 * @param {Placed[]} items
 * @param {number} at
 */
export function dayMark(items, at) {
  const name = day(items[at].at);
  const before = at > 0 ? day(items[at - 1].at) : "Today";
  return name === before ? null : html`<div class="daymark" key=${`d${at}`}>${name}</div>`;
}
