// Stars and a comment after the ending: asked once, never in the way.
import { html, useState } from "../shared/preact.js";

const WORDS = ["", "Very poor", "Poor", "OK", "Good", "Very good"];

export function Rating({ session }) {
  const [stars, setStars] = useState(0);
  const [comment, setComment] = useState("");
  if (session.view.stars !== null) return html`<p class="notice good" role="status">Thanks for your feedback.</p>`;
  const send = (event) => {
    event.preventDefault();
    session.command("rate", { stars, comment });
  };
  return html`<form class="rating" onSubmit=${send}>
    <fieldset class="stars"><legend class="label">How did we do?</legend>
      ${[1, 2, 3, 4, 5].map((count) => html`<label key=${count} class=${count <= stars ? "on" : ""} title=${WORDS[count]}>
        <input type="radio" name="stars" value=${count} checked=${stars === count} onChange=${() => setStars(count)} aria-label=${`${count} of 5: ${WORDS[count]}`} />
        <span aria-hidden="true">★</span></label>`)}
    </fieldset>
    ${stars > 0 && html`
      <label class="field"><span class="label">Anything else you'd like to tell us? (optional)</span>
        <textarea class="input" rows="2" maxlength="2000" value=${comment} onInput=${(event) => setComment(event.currentTarget.value)} /></label>
      <button class="button primary">Send rating</button>`}
  </form>`;
}
