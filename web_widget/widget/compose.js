// Where the customer writes, and sends a file from.
import { usePicker } from "../shared/files.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { t } from "../shared/text.js";
import { store, stored } from "./storage.js";

const MOST = 4000;
const NEARLY = 200;
const DRAFT = "baton.draft";
const TYPING_MS = 3000;

/** What is being written outlives a reload of the page, in this window alone. */
const draft = {
  read: () => stored(DRAFT, "sessionStorage") ?? "",
  write: (/** @type {string} */ text) => store(DRAFT, text || null, "sessionStorage"),
};

/** @param {{ path: string }} props */
function Icon({ path }) {
  return html`<svg
    width="20"
    height="20"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    aria-hidden="true"
  >
    <path d=${path} />
  </svg>`;
}

/** @param {{ session: CustomerSession }} props */
function Attach({ session }) {
  const [input, open] = usePicker((file) => session.share(file));
  return html`
    ${input}
    <button
      type="button"
      class="button quiet attach"
      aria-label=${t("compose.file")}
      title=${t("compose.file")}
      disabled=${session.sharing || session.conversation.view.state === "closed"}
      onClick=${open}
    >
      ${session.sharing ? "…" : html`<${Icon} path="M8 12.5l6-6a3.5 3.5 0 0 1 5 5l-8 8a5.5 5.5 0 0 1-8-8l7.5-7.5" />`}
    </button>
  `;
}

/** Tells the agent that somebody writes, now and then. @param {CustomerSession} session */
function useTyping(session) {
  const last = useRef(0);
  /** @param {boolean} on */
  const tell = (on) => session.link.send("typing", { on }).catch(() => {});
  return () => {
    if (session.conversation.view.state !== "agent" || Date.now() - last.current <= TYPING_MS) return;
    last.current = Date.now();
    tell(true);
    setTimeout(() => tell(false), TYPING_MS);
  };
}

/** @param {{ session: CustomerSession }} props */
export function Compose({ session }) {
  const [text, setText] = useState(draft.read);
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const typing = useTyping(session);
  const over = text.length - MOST;
  useLayoutEffect(() => {
    if (box.current) {
      box.current.style.height = "auto";
      box.current.style.height = `${box.current.scrollHeight + 2}px`;
    }
    draft.write(text);
  }, [text]);
  useEffect(() => {
    // On a phone the keyboard would cover what is to be read first.
    session.onShown = () => {
      if (!matchMedia("(pointer: coarse)").matches) box.current?.focus({ preventScroll: true });
    };
  }, []);
  const send = () => {
    if (!text.trim() || over > 0) return;
    session.sending.say(text.trim());
    setText("");
    box.current?.focus();
  };
  /** @param {Happening} event */
  const input = (event) => {
    setText(event.currentTarget.value);
    typing();
  };
  /** @param {Happening} event */
  const key = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  /** @param {Happening} event */
  const paste = (event) => {
    const [file] = event.clipboardData.files;
    if (!file) return;
    event.preventDefault();
    session.share(file);
  };
  /** @param {Happening} event */
  const submit = (event) => {
    event.preventDefault();
    send();
  };
  return html`<form class="compose" onSubmit=${submit}>
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
    ${over > -NEARLY && html`<span class=${`chip ${over > 0 ? "bad" : ""}`}>${MOST - text.length}</span>`}
    <${Attach} session=${session} />
    <button
      class="button primary send"
      data-settled
      aria-label=${t("compose.send")}
      disabled=${!text.trim() || over > 0}
    >
      <${Icon} path="M4 12l16-8-6 16-3-7z" />
    </button>
  </form>`;
}
