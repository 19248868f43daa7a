// The same article in other languages: where they are, adding one, and the original beside its translation.
import { html } from "../shared/preact.js";
import { clock, day } from "../shared/time.js";
import { named, others } from "./languages.js";
import { go } from "./place.js";

/**
 * What a new article translates, if it does.
 * @param {string | null} place
 */
export function asTranslation(place) {
  const found = /^new-([a-z]{2})-(.+)$/.exec(place ?? "");
  return found ? { language: found[1], of: found[2] } : null;
}

/** @param {{ detail: Answer.Detail }} props */
export function Languages({ detail }) {
  const { article, care, translations } = detail;
  if (care.translates)
    return html`<p class="hint">
      Translation of “<a href=${`#articles/${care.translates}`}>${detail.original?.title}</a>”
      into ${named(care.language)}.
    </p>`;
  const there = Object.entries(translations);
  return html`<div class="row wrap" role="group" aria-label="Languages">
    <span class="chip good">${named(care.language)}</span>
    ${there.map(([code, id]) => html`<a class="chip" key=${code} href=${`#articles/${id}`}>${named(code)}</a>`)}
    <select
      class="input narrow"
      aria-label="Add a language"
      value=""
      onChange=${(event) =>
        event.currentTarget.value && go("articles", `new-${event.currentTarget.value}-${article.id}`)}
    >
      <option value="">Add a language…</option>
      ${others([care.language ?? "en", ...there.map(([code]) => code)]).map(
        (code) => html`<option key=${code} value=${code}>${named(code)}</option>`,
      )}
    </select>
  </div>`;
}

/**
 * The original's words, to be read while its translation is written.
 * @param {{ original: Answer.ArticlesVersion }} props
 */
export function Original({ original }) {
  return html`<section class="card stack" aria-label="Original">
    <div class="spread"><h3>${original.title}</h3><span class="chip">original, version ${original.version}</span></div>
    <p class="hint">Saved by ${original.author}, ${day(original.created_at)} ${clock(original.created_at)}</p>
    <div class="bubble" dangerouslySetInnerHTML=${{ __html: original.html }} />
    <details>
      <summary class="hint">Example questions (${original.questions.length})</summary>
      <ul>${original.questions.map((question) => html`<li key=${question}>${question}</li>`)}</ul>
    </details>
  </section>`;
}
