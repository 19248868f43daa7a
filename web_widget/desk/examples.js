// How customers ask for an article: one row a question, added, corrected, moved to another article.
import { html, useEffect, useState } from "../shared/preact.js";
import { counted } from "../shared/text.js";
import { request } from "../shared/transport.js";

const FEW = 10;
const CLOSE = 0.65;
const SHORT = 7; // letters of a title that say too little
const PAUSE_MS = 600;

/**
 * @param {{
 *   text: string,
 *   near?: Near | null,
 *   change: (text: string) => void,
 *   drop: () => void,
 *   move: (to: string) => void,
 *   articles: Answer.Listed[],
 * }} props
 */
function Row({ text, near, change, drop, move, articles }) {
  const [moving, setMoving] = useState(false);
  const [own, setOwn] = useState(text); // while it is being written it is nobody else's
  return html`<li class="example">
    <input
      class="input"
      aria-label="Question"
      value=${own}
      maxlength="500"
      onInput=${(event) => setOwn(event.currentTarget.value)}
      onChange=${(event) => change(event.currentTarget.value)}
    />
    ${
      near &&
      html`<a
        class=${`chip ${near.score > 0.8 ? "bad" : "warn"}`}
        href=${`#articles/${near.id}`}
        title=${`Most similar question: ${near.question}`}
      >
        similar to ${near.title} ${near.score.toFixed(2)}
      </a>`
    }
    ${
      moving
        ? html`<select
          class="input narrow"
          aria-label="Move to"
          onChange=${(event) => event.currentTarget.value && move(event.currentTarget.value)}
        >
          <option value="">Move to…</option>
          ${articles.map((article) => html`<option value=${article.id}>${article.title}</option>`)}
        </select>`
        : html`<button type="button" class="button small quiet" onClick=${() => setMoving(true)}>Move</button>`
    }
    <button type="button" class="button small quiet" aria-label=${`Remove “${text}”`} onClick=${drop}>Remove</button>
  </li>`;
}

/** @param {Near | null} [near] */
const closeTo = (near) => (near && near.score > CLOSE ? near : null);

/**
 * Customers' own words that this article answered; one press takes them up.
 * @param {{ id: string, title: string, questions: string[], add: (text: string) => void }} props
 */
function Suggested({ id, title, questions, add }) {
  const [found, setFound] = useState(/** @type {string[]} */ ([]));
  const about = id ? "" : title.trim();
  useEffect(() => {
    if (!id && about.length <= SHORT) return setFound([]);
    const ask = () =>
      id ? request(`/api/articles/${id}/suggestions`) : request(`/api/asked?title=${encodeURIComponent(about)}`);
    const later = setTimeout(
      () =>
        ask().then(
          ({ questions: asked }) => setFound(asked),
          () => {},
        ),
      id ? 0 : PAUSE_MS,
    );
    return () => clearTimeout(later);
  }, [id, about]);
  const left = found.filter((item) => !questions.includes(item));
  return (
    left.length > 0 &&
    html`<div class="row" role="group" aria-label="Customers also asked">
      <span class="hint">Customers also asked:</span>
      ${left.map(
        (text) => html`<button type="button" class="button small" key=${text} onClick=${() => add(text)}>
          + ${text}
        </button>`,
      )}
    </div>`
  );
}

/**
 * @param {{
 *   id: string | null,
 *   title: string,
 *   questions: string[],
 *   change: (questions: string[]) => void,
 *   move: (question: string, to: string) => void,
 *   near: Record<string, Near | null>,
 *   articles: Answer.Listed[],
 * }} props
 */
export function Examples({ id, title, questions, change, move, near, articles }) {
  const [fresh, setFresh] = useState("");
  /** @param {string} text */
  const add = (text) => {
    const lines = text
      .split("\n")
      .map((item) => item.replace(/^\s*[-*•]\s*/, "").trim())
      .filter((item) => item && !questions.includes(item));
    if (lines.length) change([...questions, ...lines]);
    setFresh("");
  };
  /** @param {Happening} event */
  const keys = (event) => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      add(fresh);
    }
  };
  const nearest = near[fresh.trim()];
  return html`<div class="field">
    <label for="questions">Example questions</label>
    <div class="row">
      <textarea
        class="input grow one"
        id="questions"
        rows="1"
        placeholder="Add a question, or paste several lines"
        value=${fresh}
        onInput=${(event) =>
          event.currentTarget.value.includes("\n")
            ? add(event.currentTarget.value)
            : setFresh(event.currentTarget.value)}
        onKeyDown=${keys}
      />
      <button type="button" class="button small" disabled=${!fresh.trim()} onClick=${() => add(fresh)}>Add</button>
    </div>
    ${
      nearest &&
      html`<p class="hint">Most similar in another article: ${nearest.title} (${nearest.score.toFixed(2)})</p>`
    }
    <${Suggested} id=${id} title=${title} questions=${questions} add=${add} />
    <ul class="examples">
      ${questions.map(
        (text, index) => html`<${Row}
          key=${text}
          text=${text}
          near=${closeTo(near[text])}
          articles=${articles}
          change=${(/** @type {string} */ words) =>
            change(
              words.trim()
                ? questions.map((question, place) => (place === index ? words.trim() : question))
                : questions.filter((_, place) => place !== index),
            )}
          drop=${() => change(questions.filter((_, place) => place !== index))}
          move=${(/** @type {string} */ to) => move(text, to)}
        />`,
      )}
    </ul>
    <span class="hint">
      ${counted(questions.length, "question", "questions")}. ${
        questions.length < FEW
          ? `Add at least ${FEW}, worded differently, so that the assistant recognises them well.`
          : "The assistant learns changed questions when you publish."
      }
    </span>
  </div>`;
}
