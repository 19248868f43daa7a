// Where one stands in the queue, and how long it may take, in words.
import { html } from "../shared/preact.js";
import { t } from "../shared/text.js";
import { clock, day } from "../shared/time.js";

/** Whether the time one is called back is still to come. @param {Place} place */
export const isLater = ({ callback }) => callback !== null && callback.at > Date.now();

/** `Today, 14:30` @param {number} at */
export const moment = (at) => `${day(at)}, ${clock(at)}`;

/** The line at the top. @param {Place} place */
export function placeWords(place) {
  const { ahead, back, callback } = place;
  if (callback && isLater(place)) return t("status.callback", { when: moment(callback.at) });
  if (back) return t("status.back_on", { when: back });
  if (back === "") return t("status.away");
  if (ahead === null) return t("status.waiting");
  return ahead ? t("status.position", { count: ahead }) : t("status.next");
}

/** `5 to 12 minutes`, `1 h 30 min to 2 h` @param {Wait} wait */
export function waitWords({ low, high }) {
  if (high >= 90) return t("place.hours", { low: length(low), high: length(high) });
  if (low === 0) return t("place.up_to", { count: high });
  return t("place.minutes", { low, high });
}

/** @param {number} minutes */
function length(minutes) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 && `${hours} h`, rest > 0 && `${rest} min`].filter(Boolean).join(" ");
}

/** @param {{ session: CustomerSession }} props */
export function Place({ session }) {
  const { wait, back } = session.conversation.now;
  const later = isLater(session.conversation.now);
  return html`<div class="place">
    <p role="status" data-testid="wait">
      ${!later && wait && t(wait.longer ? "place.longer" : "place.wait", { length: waitWords(wait) })}
    </p>
    <p class="hint">${t(later ? "place.later" : back === null ? "place.ways" : "place.away")}</p>
  </div>`;
}
