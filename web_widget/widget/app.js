// The widget: what the customer sees.
import { ACCEPTED } from "../shared/files.js";
import { guardPresses } from "../shared/guard.js";
import { html, render, useEffect, useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { t } from "../shared/text.js";
import { Emails } from "./emails.js";
import { Ending } from "./ending.js";
import { dayMark, Line, Waiting } from "./lines.js";
import { Rating } from "./rating.js";
import { Session } from "./session.js";
import { store, stored } from "./storage.js";

const MOST = 4000;
const DRAFT = "baton.draft";
const TYPING_MS = 3000;
const site = new URLSearchParams(location.search).get("site") ?? location.origin;
const embedded = window.parent !== window;

/** Speak to the embedding page, and to that one only. */
function tellParent(message) {
  if (embedded) window.parent.postMessage(message, site);
}

/** What is being written outlives a reload of the page, in this window alone. */
const draft = {
  read: () => stored(DRAFT, "sessionStorage") ?? "",
  write: (/** @type {string} */ text) => store(DRAFT, text || null, "sessionStorage"),
};

function status(session) {
  const { state, agent } = session.view;
  if (session.connection !== "online") return t("status.connecting");
  if (state === "agent") return agent ? t("status.agent", { agent }) : t("status.some_agent");
  if (state === "queued" && session.back) return t("status.back_on", { when: session.back });
  if (state === "queued" && session.back === "") return t("status.away");
  if (state === "queued") return session.ahead > 0 ? t("status.position", { count: session.ahead }) : t("status.next");
  if (state === "closed") return t("status.closed");
  return t("status.assistant");
}

function Top({ session }) {
  const { state } = session.view;
  const [asking, setAsking] = useState(false);
  const button = useRef(null);
  const canEnd = state !== "new" && state !== "closed";
  const close = () => {
    setAsking(false);
    button.current?.focus();
  };
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
            session.changed(session);
          }}
        >
          ${t("banner.dismiss")}
        </button>
      </p>`
    }
  </div>`;
}

function NotStarted({ session }) {
  return html`<div class="card stack not-started" role="alert">
    <h2>${t("start.failed")}</h2>
    <p>${session.failed} ${t("start.saved")}</p>
    <button class="button" onClick=${() => session.start()}>${t("start.retry")}</button>
  </div>`;
}

function Log({ session }) {
  const { view, outbox } = session;
  const end = useRef(null);
  useLayoutEffect(
    () => end.current?.scrollIntoView({ block: "end" }),
    [view.seq, outbox.length, session.agentTyping, view.thinking],
  );
  return html`<section class="log" role="log" aria-live="polite" aria-label=${t("log.label")} tabindex="0">
    ${session.failed && html`<${NotStarted} session=${session} />`}
    ${
      view.seq === 0 &&
      session.greeting &&
      html`<div class="line bot"><div class="bubble" dangerouslySetInnerHTML=${{ __html: session.greeting }} /></div>`
    }
    ${view.items.map((item, at) => [
      dayMark(view.items, at),
      html`<${Line} key=${item.seq} item=${item} session=${session} />`,
    ])}
    ${outbox.map((message) => html`<${Waiting} key=${message.client_id} message=${message} session=${session} />`)}
    ${
      (view.thinking || session.agentTyping) &&
      html`<div class="line bot">
        <div
          class="bubble dots"
          aria-label=${
            session.agentTyping ? t("log.agent_typing", { name: session.agentTyping }) : t("log.assistant_typing")
          }
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

function Compose({ session }) {
  const { state } = session.view;
  const [text, setText] = useState(draft.read);
  const box = useRef(null);
  const typing = useRef(0);
  useLayoutEffect(() => {
    box.current.style.height = "auto";
    box.current.style.height = `${box.current.scrollHeight + 2}px`;
    draft.write(text);
  }, [text]);
  useEffect(() => {
    // On a phone the keyboard would cover what is to be read first.
    session.onShown = () => matchMedia("(pointer: coarse)").matches || box.current.focus({ preventScroll: true });
  }, []);
  const send = () => {
    if (!text.trim() || text.length > MOST) return;
    session.say(text.trim());
    setText("");
    box.current.focus();
  };
  const input = (event) => {
    setText(event.currentTarget.value);
    if (session.view.state === "agent" && Date.now() - typing.current > TYPING_MS) {
      typing.current = Date.now();
      session.link.send("typing", { on: true }).catch(() => {});
      setTimeout(() => session.link.send("typing", { on: false }).catch(() => {}), TYPING_MS);
    }
  };
  const key = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  };
  const over = text.length - MOST;
  const picker = useRef(null);
  const pick = (event) => {
    const [file] = event.currentTarget.files;
    if (file) session.share(file);
    event.currentTarget.value = "";
  };
  const paste = (event) => {
    const [file] = event.clipboardData.files;
    if (file) {
      event.preventDefault();
      session.share(file);
    }
  };
  return html`<form
    class="compose"
    onSubmit=${(event) => {
      event.preventDefault();
      send();
    }}
  >
    <textarea
      ref=${box}
      class="input"
      rows="1"
      aria-label=${t("compose.label")}
      placeholder=${t("compose.placeholder")}
      value=${text}
      onInput=${input}
      onKeyDown=${key}
      onPaste=${paste}
      aria-invalid=${over > 0}
    />
    ${over > -200 && html`<span class=${`chip ${over > 0 ? "bad" : ""}`}>${MOST - text.length}</span>`}
    <input
      ref=${picker}
      type="file"
      class="hidden-text"
      tabindex="-1"
      aria-hidden="true"
      accept=${ACCEPTED}
      onChange=${pick}
    />
    <button
      type="button"
      class="button quiet attach"
      aria-label=${t("compose.file")}
      title=${t("compose.file")}
      disabled=${session.sharing || state === "closed"}
      onClick=${() => picker.current.click()}
    >
      ${
        session.sharing
          ? "…"
          : html`<svg
            width="20"
            height="20"
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            aria-hidden="true"
          >
            <path d="M8 12.5l6-6a3.5 3.5 0 0 1 5 5l-8 8a5.5 5.5 0 0 1-8-8l7.5-7.5" />
          </svg>`
      }
    </button>
    <button
      class="button primary send"
      data-settled
      aria-label=${t("compose.send")}
      disabled=${!text.trim() || over > 0}
    >
      <svg
        width="20"
        height="20"
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        aria-hidden="true"
      >
        <path d="M4 12l16-8-6 16-3-7z" />
      </svg>
    </button>
  </form>`;
}

function Foot({ session }) {
  const { state } = session.view;
  return html`<footer class="foot">
    ${state === "closed" && html`<${Rating} session=${session} />`}
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
      <${Emails} session=${session} />
      ${state === "closed" && html`<span class="hint">${t("foot.reopen")}</span>`}
    </div>
  </footer>`;
}

function Widget() {
  const [, redraw] = useState(0);
  const session = useRef(null);
  session.current ??= new Session(site, () => redraw((count) => count + 1));
  useUnread(session.current);
  useEffect(() => void session.current.start(), []);
  return html`<main class="chat">
    <${Top} session=${session.current} />
    <${Banners} session=${session.current} />
    <${Log} session=${session.current} />
    <${Foot} session=${session.current} />
  </main>`;
}

/** Count what arrives while the window is folded away, for the badge on the site's button. */
function useUnread(session) {
  const shown = useRef(true);
  const seen = useRef(0);
  const items = session.view.items;
  useEffect(() => {
    const listen = (event) => {
      if (event.source !== window.parent || event.origin !== site) return;
      shown.current = event.data?.baton === "shown";
      settleAgain(); // the press that opened the window may have been a double one
      if (!shown.current) return;
      seen.current = session.view.seq;
      tellParent({ baton: "unread", count: 0 });
      session.onShown?.();
    };
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
    if (shown.current) seen.current = session.view.seq;
    else
      tellParent({
        baton: "unread",
        count: items.filter((item) => item.seq > seen.current && item.kind !== "customer").length,
      });
  }, [session.view.seq]);
}

const settleAgain = guardPresses();
render(html`<${Widget} />`, document.getElementById("app"));
