// Stars and a comment after the ending: asked once, never in the way.
import { html, useState } from "../shared/preact.js";
import { t } from "../shared/text.js";

const word = (/** @type {number} */ stars) => t(`rating.${stars}`);

/** @param {{ session: CustomerSession }} props */
export function Rating({ session }) {
  const [stars, setStars] = useState(0);
  const [comment, setComment] = useState("");
  if (session.conversation.view.stars !== null)
    return html`<p class="notice good" role="status">${t("rating.thanks")}</p>`;
  /** @param {Happening} event */
  const send = (event) => {
    event.preventDefault();
    session.command("rate", { stars, comment });
  };
  return html`<form class="rating" onSubmit=${send}>
    <fieldset class="stars">
      <legend class="label">${t("rating.question")}</legend>
      ${[1, 2, 3, 4, 5].map(
        (count) => html`<label key=${count} class=${count <= stars ? "on" : ""} title=${word(count)}>
          <input
            type="radio"
            name="stars"
            value=${count}
            checked=${stars === count}
            onChange=${() => setStars(count)}
            aria-label=${t("rating.star", { count, word: word(count) })}
          />
          <span aria-hidden="true">★</span>
        </label>`,
      )}
    </fieldset>
    ${
      stars > 0 &&
      html`
        <label class="field">
          <span class="label">${t("rating.comment")}</span>
          <textarea
            class="input"
            rows="2"
            maxlength="2000"
            value=${comment}
            onInput=${(event) => setComment(event.currentTarget.value)}
          />
        </label>
        <button class="button primary">${t("rating.send")}</button>
      `
    }
  </form>`;
}
