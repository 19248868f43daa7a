// The widget: what the customer sees.
import { guardPresses } from "../shared/guard.js";
import { html, mount, useEffect, useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { t } from "../shared/text.js";
import { Callback } from "./callback.js";
import { Compose } from "./compose.js";
import { Emails } from "./emails.js";
import { Ending } from "./ending.js";
import { dayMark, Line, Waiting } from "./lines.js";
import { Place, placeWords } from "./place.js";
import { Rating } from "./rating.js";
import { Session } from "./session.js";

const site = new URLSearchParams(location.search).get("site") ?? location.origin;
const embedded = window.parent !== window;

/**
 * Speak to the embedding page, and to that one only.
 * @param {{ baton: string, count?: number }} message
 */
function tellParent(message) {
  if (embedded) window.parent.postMessage(message, site);
}

/** @param {CustomerSession} session */
function status(session) {
  const { state, agent } = session.conversation.view;
  if (session.connection !== "online") return t("status.connecting");
  if (state === "agent") return agent ? t("status.agent", { agent }) : t("status.some_agent");
  if (state === "queued") return placeWords(session.conversation.now);
  if (state === "closed") return t("status.closed");
  return t("status.assistant");
}

/** @param {{ session: CustomerSession }} props */
function Top({ session }) {
  const { state } = session.conversation.view;
  const [asking, setAsking] = useState(false);
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const canEnd = state !== "new" && state !== "closed";
  const close = () => {
    setAsking(false);
    button.current?.focus();
  };
  /** @param {Happening} event */
  const keep = (event) => asking && event.preventDefault(); // a second press leaves the keyboard with the question
  return html`<header class="top">
    <div class="who">
      <h1>${t("top.title")}</h1>
      <span class="hint" role="status" data-testid="status">${status(session)}</span>
    </div>
    ${
      canEnd &&
      html`<button
        ref=${button}
        class="button quiet small"
        aria-expanded=${asking}
        onMouseDown=${keep}
        onClick=${() => (asking ? close() : setAsking(true))}
      >
        ${t("top.end")}
      </button>`
    }
    ${
      embedded &&
      html`<button class="icon" aria-label=${t("top.close")} onClick=${() => tellParent({ baton: "close" })}>
        <svg
          width="20"
          height="20"
          viewBox="0 0 24 24"
          fill="none"
          stroke="currentColor"
          stroke-width="2"
          aria-hidden="true"
        >
          <path d="M5 9l7 7 7-7" />
        </svg>
      </button>`
    }
    ${canEnd && asking && html`<${Ending} session=${session} close=${close} />`}
  </header>`;
}

/** @param {{ session: CustomerSession }} props */
function Banners({ session }) {
  return html`<div class="banners">
    ${
      session.connection === "offline" &&
      !session.failed &&
      html`<p class="notice" role="alert">${t("banner.offline")}</p>`
    }
    ${
      session.problem &&
      html`<p class="notice bad" role="alert">
        ${session.problem}
        <button
          class="button quiet small"
          onClick=${() => {
            session.problem = null;
            session.changed();
          }}
        >
          ${t("banner.dismiss")}
        </button>
      </p>`
    }
  </div>`;
}

/** @param {{ session: CustomerSession }} props */
function NotStarted({ session }) {
  return html`<div class="card stack not-started" role="alert">
    <h2>${t("start.failed")}</h2>
    <p>${session.failed} ${t("start.saved")}</p>
    <button class="button" onClick=${() => session.start()}>${t("start.retry")}</button>
  </div>`;
}

/** @param {{ session: CustomerSession }} props */
function Log({ session }) {
  const { view, greeting, agentTyping } = session.conversation.now;
  const { waiting } = session.sending;
  const end = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(
    () => end.current?.scrollIntoView({ block: "end" }),
    [view.seq, waiting.length, agentTyping, view.thinking],
  );
  return html`<section class="log" role="log" aria-live="polite" aria-label=${t("log.label")} tabindex="0">
    ${session.failed && html`<${NotStarted} session=${session} />`}
    ${
      view.seq === 0 &&
      greeting &&
      html`<div class="line bot"><div class="bubble" dangerouslySetInnerHTML=${{ __html: greeting }} /></div>`
    }
    ${view.items.map((item, at) => [
      dayMark(view.items, at),
      html`<${Line} key=${item.seq} item=${item} session=${session} />`,
    ])}
    ${waiting.map((message) => html`<${Waiting} key=${message.client_id} message=${message} session=${session} />`)}
    ${
      (view.thinking || agentTyping) &&
      html`<div class="line bot">
        <div
          class="bubble dots"
          aria-label=${agentTyping ? t("log.agent_typing", { name: agentTyping }) : t("log.assistant_typing")}
        >
          <span />
          <span />
          <span />
        </div>
      </div>`
    }
    <div ref=${end} />
  </section>`;
}

/** @param {{ session: CustomerSession }} props */
function Foot({ session }) {
  const { state } = session.conversation.view;
  return html`<footer class="foot">
    ${state === "closed" && html`<${Rating} session=${session} />`}
    ${state === "queued" && html`<${Place} session=${session} />`}
    <${Compose} session=${session} />
    <div class="under">
      ${
        state === "queued"
          ? html`<button key="leave" class="button quiet small" onClick=${() => session.command("leave_queue")}>
            ${t("foot.return")}
          </button>`
          : html`<button
            key="ask"
            class="button quiet small"
            disabled=${state === "agent"}
            onClick=${() => session.command("ask_person")}
          >
            ${t(state === "agent" ? "foot.with_person" : "foot.ask")}
          </button>`
      }
      ${state === "queued" && html`<${Callback} session=${session} />`}
      <${Emails} session=${session} />
      ${state === "closed" && html`<span class="hint">${t("foot.reopen")}</span>`}
    </div>
  </footer>`;
}

function Widget() {
  const [, redraw] = useState(0);
  const kept = useRef(/** @type {Session | null} */ (null));
  kept.current ??= new Session(site, () => redraw((count) => count + 1));
  const session = kept.current;
  useUnread(session);
  useEffect(() => void session.start(), []);
  return html`<main class="chat">
    <${Top} session=${session} />
    <${Banners} session=${session} />
    <${Log} session=${session} />
    <${Foot} session=${session} />
  </main>`;
}

/**
 * Count what arrives while the window is folded away, for the badge on the site's button.
 * @param {CustomerSession} session
 */
function useUnread(session) {
  const shown = useRef(true);
  const seen = useRef(0);
  const items = session.conversation.view.items;
  useEffect(() => {
    /** @param {MessageEvent} event */
    const listen = (event) => {
      if (event.source !== window.parent || event.origin !== site) return;
      shown.current = event.data?.baton === "shown";
      settleAgain(); // the press that opened the window may have been a double one
      if (!shown.current) return;
      seen.current = session.conversation.view.seq;
      tellParent({ baton: "unread", count: 0 });
      session.onShown();
    };
    /** @param {KeyboardEvent} event */
    const leave = (event) => event.key === "Escape" && !event.defaultPrevented && tellParent({ baton: "close" });
    addEventListener("message", listen);
    addEventListener("keydown", leave);
    tellParent({ baton: "ready" });
    return () => {
      removeEventListener("message", listen);
      removeEventListener("keydown", leave);
    };
  }, []);
  useEffect(() => {
    if (shown.current) seen.current = session.conversation.view.seq;
    else
      tellParent({
        baton: "unread",
        count: items.filter((item) => item.seq > seen.current && item.kind !== "customer").length,
      });
  }, [session.conversation.view.seq]);
}

const settleAgain = guardPresses();
mount(html`<${Widget} />`);
