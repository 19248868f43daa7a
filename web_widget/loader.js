// The one line a site embeds: <script src="https://…/loader.js" async></script>
// Draws the chat button in a shadow root; the chat itself is an iframe, loaded at the first click.
// Attributes of the script tag: data-label (the button's words), data-open ("true" opens at once).
(() => {
  const script = document.currentScript;
  if (!script || window.batonLoaded) return;
  window.batonLoaded = true;
  const hub = new URL(script.src);
  const root = hub.href.replace(/\/loader\.js.*$/, "");
  const label = script.dataset.label || "Chat with us";

  const host = document.createElement("div");
  const shadow = host.attachShadow({ mode: "open" });
  shadow.innerHTML = `
    <style>
      :host { all: initial; }
      button { position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; display: flex; align-items: center; gap: 10px;
        min-height: 52px; padding: 0 20px; border: 0; border-radius: 26px; background: #17604f; color: #fff; cursor: pointer;
        font: 600 16px/1 system-ui, sans-serif; box-shadow: 0 4px 18px rgb(0 0 0 / 25%); }
      button:focus-visible { outline: 3px solid #84b4ff; outline-offset: 2px; }
      b { min-width: 22px; padding: 3px 6px; border-radius: 11px; background: #b3261e; color: #fff; font-size: 13px; text-align: center; }
      b[hidden], button[hidden], iframe[hidden] { display: none; }
      iframe { position: fixed; right: 20px; bottom: 20px; z-index: 2147483001; width: 400px; height: min(680px, calc(100vh - 40px));
        border: 0; border-radius: 16px; box-shadow: 0 10px 50px rgb(0 0 0 / 30%); background: Canvas; color-scheme: light dark; }
      @media (max-width: 480px) { iframe { inset: 0; width: 100%; height: 100%; border-radius: 0; } button { right: 14px; bottom: 14px; } }
    </style>
    <button type="button" aria-haspopup="dialog" aria-expanded="false">
      <svg width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
        <path d="M21 12a8 8 0 0 1-8 8H4l2.5-2.8A8 8 0 1 1 21 12z" /></svg>
      <span></span><b hidden></b>
    </button>`;
  const button = shadow.querySelector("button");
  const badge = shadow.querySelector("b");
  shadow.querySelector("span").textContent = label;
  let frame = null;
  let ready = false;

  function open() {
    if (!frame) {
      frame = document.createElement("iframe");
      frame.title = label;
      frame.src = `${root}/widget?site=${encodeURIComponent(location.origin)}`;
      shadow.append(frame);
    }
    show(true);
  }
  function show(visible) {
    frame.hidden = !visible;
    button.hidden = visible;
    button.setAttribute("aria-expanded", String(visible));
    tell(visible ? "shown" : "hidden");
    if (!visible) button.focus();
  }
  function tell(what) {
    if (ready) frame.contentWindow.postMessage({ baton: what }, hub.origin);
  }
  window.addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== hub.origin) return;
    const what = event.data?.baton;
    if (what === "close") show(false);
    ready = true;
    if (what === "ready") tell(frame.hidden ? "hidden" : "shown");
    if (what === "unread") {
      const count = Number(event.data.count) || 0;
      badge.hidden = count === 0;
      badge.textContent = String(Math.min(count, 99));
    }
  });
  button.addEventListener("click", open);
  const mount = () => {
    document.body.append(host);
    if (script.dataset.open === "true") open();
  };
  document.body ? mount() : addEventListener("DOMContentLoaded", mount);
})();
