// "End" asks first, away from where the finger is. Whoever ended by mistake writes on.
import { html, useEffect, useRef } from "../shared/preact.js";
import { t } from "../shared/text.js";

/** @param {{ session: CustomerSession, close: () => void }} props */
export function Ending({ session, close }) {
  const panel = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => panel.current?.focus(), []);
  /** @param {Happening} event */
  const key = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // closes the question, not the window
    close();
  };
  return html`<div ref=${panel} class="ending" role="group" aria-label=${t("end.label")} tabindex="-1" onKeyDown=${key}>
    <p>${t("end.question")}</p>
    <div class="row">
      <button
        class="button danger small"
        onClick=${() => {
          session.command("end");
          close();
        }}
      >
        ${t("end.confirm")}
      </button>
      <button class="button small" onClick=${close}>${t("end.cancel")}</button>
    </div>
  </div>`;
}
