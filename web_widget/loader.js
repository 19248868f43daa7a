// The one line a site embeds: <script src="https://…/loader.js" async></script>
// Draws the chat button and the chat's frame in a shadow root; the chat itself is an iframe, loaded at the first click.
// Until it says that it is ready, and when it cannot come, a shell of our own stands there: it can always be closed.
// Attributes of the script tag: data-label (the button's words), data-open ("true" opens at once).
(() => {
  const script = document.currentScript;
  const loaded = /** @type {{ batonLoaded?: boolean }} */ (window);
  if (!(script instanceof HTMLScriptElement) || loaded.batonLoaded) return;
  loaded.batonLoaded = true;
  const hub = new URL(script.src);
  const root = hub.href.replace(/\/loader\.js.*$/, "");
  const label = script.dataset.label || "Chat with us";
  const PATIENCE_MS = 8000;

  const host = document.createElement("div");
  const shadow = host.attachShadow({ mode: "open" });
  shadow.innerHTML = `
    <style>
      :host { all: initial; }
      * { box-sizing: border-box; }
      [hidden] { display: none !important; }
      button { font: 600 16px/1 system-ui, sans-serif; cursor: pointer; }
      button:focus-visible { outline: 3px solid #84b4ff; outline-offset: 2px; }
      #open {
        position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; display: flex; align-items: center;
        gap: 10px; min-height: 52px; padding: 0 20px; border: 0; border-radius: 26px; background: #17604f;
        color: #fff; box-shadow: 0 4px 18px rgb(0 0 0 / 25%);
      }
      b {
        min-width: 22px; padding: 3px 6px; border-radius: 11px; background: #b3261e; color: #fff; font-size: 13px;
        text-align: center;
      }
      #panel {
        position: fixed; right: 20px; bottom: 20px; z-index: 2147483001; width: 400px; max-width: calc(100vw - 40px);
        height: min(680px, calc(100vh - 40px)); overflow: hidden; border-radius: 16px;
        box-shadow: 0 10px 50px rgb(0 0 0 / 30%); background: Canvas; color: CanvasText; color-scheme: light dark;
        font: 15px/1.5 system-ui, sans-serif; outline: none; animation: settle .6s;
      }
      @keyframes settle { from, to { pointer-events: none; } }
      #shell, iframe { position: absolute; inset: 0; width: 100%; height: 100%; }
      iframe { border: 0; visibility: hidden; }
      iframe.ready { visibility: visible; }
      #shell { display: flex; flex-direction: column; }
      header {
        display: flex; align-items: center; gap: 8px; padding: 12px 12px 12px 16px;
        border-bottom: 1px solid rgb(128 128 128 / 35%);
      }
      strong { flex: 1; font-size: 18px; }
      #close { width: 40px; height: 40px; padding: 0; border: 0; background: none; color: inherit; }
      main {
        flex: 1; display: grid; place-content: center; justify-items: center; gap: 16px; padding: 24px;
        text-align: center;
      }
      p { margin: 0; }
      i {
        width: 32px; height: 32px; border: 3px solid rgb(128 128 128 / 35%); border-top-color: #17845f;
        border-radius: 50%; animation: turn 1s linear infinite;
      }
      @keyframes turn { to { transform: rotate(1turn); } }
      #again { min-height: 44px; padding: 0 20px; border: 0; border-radius: 10px; background: #17604f; color: #fff; }
      @media (prefers-reduced-motion: reduce) { i { animation-duration: 6s; } }
      @media (max-width: 480px) {
        #panel { inset: 0; width: 100%; max-width: none; height: 100%; border-radius: 0; }
        #open { right: 14px; bottom: 14px; }
      }
    </style>
    <button id="open" type="button" aria-haspopup="dialog" aria-expanded="false">
      <svg width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"
        aria-hidden="true">
        <path d="M21 12a8 8 0 0 1-8 8H4l2.5-2.8A8 8 0 1 1 21 12z" /></svg>
      <span></span><b hidden></b>
    </button>
    <div id="panel" role="dialog" tabindex="-1" hidden>
      <div id="shell">
        <header><strong></strong><button id="close" type="button" aria-label="Close the chat window">
          <svg width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"
            aria-hidden="true"><path d="M5 9l7 7 7-7" /></svg></button></header>
        <main><i></i><p role="status"></p><button id="again" type="button" hidden>Try again</button></main>
      </div>
    </div>`;
  /** Of the markup above, so it is there. @param {string} selector */
  const at = (selector) => /** @type {HTMLElement} */ (shadow.querySelector(selector));
  const [button, badge, panel, shell] = ["#open", "b", "#panel", "#shell"].map(at);
  at("span").textContent = at("strong").textContent = panel.ariaLabel = label;
  /** @type {HTMLIFrameElement | null} */
  let frame = null;
  let ready = false;
  let blocked = ""; // the directive of the page's own policy that kept something of ours out
  let tried = 0;

  function load() {
    frame?.remove();
    tried += 1;
    const mine = tried;
    /** @param {string} why @param {string} remedy */
    const late = (why, remedy) => mine === tried && !ready && at("#again").hidden && fail(why, remedy);
    say("Loading chat…", true);
    frame = document.createElement("iframe");
    frame.title = label;
    frame.src = `${root}/widget?site=${encodeURIComponent(location.origin)}`;
    panel.append(frame);
    fetch(`${root}/api/embed?site=${encodeURIComponent(location.origin)}`, { credentials: "omit" })
      .then((reply) => reply.json())
      .then(
        (answer) => answer.allowed === false && late("Chat is not available on this page.", answer.remedy),
        // The page's policy may let the frame in and not this question: then the frame decides.
        () =>
          setTimeout(
            () =>
              blocked.startsWith("connect") ||
              late(AWAY, `${root} cannot be reached. Is Baton running, and is the address in the script tag correct?`),
            500,
          ),
      );
    setTimeout(() => late(AWAY, `${root} did not respond within ${PATIENCE_MS / 1000} s.`), PATIENCE_MS);
  }
  const AWAY = "We can't load the chat right now. Please try again in a moment.";
  /**
   * In plain words to the visitor; the reason and the remedy to the site's owner, in the console.
   * @param {string} words
   * @param {string} remedy
   */
  function fail(words, remedy = "") {
    if (blocked && !blocked.startsWith("connect"))
      remedy =
        `This page's Content-Security-Policy blocks it (${blocked}). ` +
        `Add ${hub.origin} to script-src, frame-src and connect-src.`;
    console.error(`Baton: the chat cannot be shown. ${remedy}`);
    say(words, false);
  }
  /** @param {string} words @param {boolean} waiting */
  function say(words, waiting) {
    at("p").textContent = words;
    at("i").hidden = !waiting;
    at("#again").hidden = waiting;
    if (waiting && shadow.activeElement === at("#again")) panel.focus();
  }
  function open() {
    show(true);
    if (!frame || !at("#again").hidden) load();
  }
  /** @param {boolean} visible */
  function show(visible) {
    panel.hidden = !visible;
    button.hidden = visible;
    button.ariaExpanded = String(visible);
    tell(visible ? "shown" : "hidden");
    (visible ? (ready && frame) || panel : button).focus();
  }
  /** @param {string} what */
  function tell(what) {
    if (ready) frame?.contentWindow?.postMessage({ baton: what }, hub.origin);
  }
  function arrived() {
    ready = true;
    shell.hidden = true;
    if (frame) frame.className = "ready";
    if (!panel.hidden) frame?.focus();
  }
  addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== hub.origin) return;
    const what = event.data?.baton;
    if (!ready) arrived();
    if (what === "close") show(false);
    if (what === "ready") tell(panel.hidden ? "hidden" : "shown");
    if (what === "unread") {
      const count = Number(event.data.count) || 0;
      badge.hidden = count === 0;
      badge.textContent = String(Math.min(count, 99));
    }
  });
  addEventListener("securitypolicyviolation", (event) => {
    if (event.blockedURI.startsWith(hub.origin)) blocked = event.effectiveDirective;
    if (blocked && !blocked.startsWith("connect") && frame && !ready) fail(AWAY);
  });
  button.addEventListener("click", open);
  at("#close").addEventListener("click", () => show(false));
  at("#again").addEventListener("click", load);
  panel.addEventListener("keydown", (event) => event.key === "Escape" && show(false));
  const mount = () => {
    document.body.append(host);
    if (script.dataset.open === "true") open();
  };
  document.body ? mount() : addEventListener("DOMContentLoaded", mount);
})();
