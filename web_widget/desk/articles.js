// The list of articles, and the one that is open.
import { html, useState } from "../shared/preact.js";
import { Editor } from "./editor.js";
import { named } from "./languages.js";
import { go, place } from "./place.js";
import { asTranslation } from "./translation.js";

/** @type {Record<string, string>} */
const WORDS = {
  changed: "changed",
  new: "new",
  planned: "planned",
  review: "in review",
  retired: "to be unpublished",
  gone: "archived",
};
const SHOWS = [
  ["", "All"],
  ["open", "Not live"],
  ["attention", "Needs attention"],
  ["out", "Archived"],
];
/** @type {Record<string, (article: Answer.Listed) => boolean>} */
const FITS = {
  "": (item) => item.state !== "gone",
  open: (item) => !["live", "gone"].includes(item.state),
  attention: (item) => item.attention.length > 0,
  out: (item) => ["retired", "gone"].includes(item.state),
};
export const NEW = "new";

/**
 * @param {Answer.Listed} article
 * @param {string} find
 * @param {string} show
 */
function fits(article, find, show) {
  const named = `${article.title} ${article.topic} ${article.id} ${article.owner ?? ""}`
    .toLowerCase()
    .includes(find.toLowerCase());
  return named && FITS[show](article);
}

/** @param {{ article: Answer.Listed, chosen: string | null }} props */
function Entry({ article, chosen }) {
  return html`<a
    class="entry"
    href=${`#articles/${article.id}`}
    aria-current=${article.id === chosen ? "true" : undefined}
  >
    <span>
      ${article.title}
      ${article.attention.length > 0 && html`<span class="hint"> ${article.attention.join(", ")}</span>`}
    </span>
    ${article.translates && html`<span class="chip">${named(article.language)}</span>`}
    ${WORDS[article.state] && html`<span class="chip warn">${WORDS[article.state]}</span>`}
  </a>`;
}

/** @param {{ articles: Answer.Listed[], chosen: string | null }} props */
function List({ articles, chosen }) {
  const [find, setFind] = useState("");
  const [show, setShow] = useState("");
  const wanted = articles.filter((article) => fits(article, find, show));
  const topics = [...new Set(wanted.map((article) => article.topic))];
  return html`<nav class="articles" aria-label="Articles">
    <div class="find">
      <input
        class="input"
        type="search"
        placeholder="Find an article"
        aria-label="Find an article"
        value=${find}
        onInput=${(event) => setFind(event.currentTarget.value)}
      />
      <div class="row">
        <select
          class="input narrow"
          aria-label="Show"
          value=${show}
          onChange=${(event) => setShow(event.currentTarget.value)}
        >
          ${SHOWS.map(([name, words]) => html`<option value=${name}>${words}</option>`)}
        </select>
        <button class="button small" onClick=${() => go("articles", NEW)}>New article</button>
      </div>
    </div>
    ${
      articles.length === 0 &&
      html`<p class="empty">No articles yet. Write the first one: what do customers ask most?</p>`
    }
    ${
      articles.length > 0 &&
      wanted.length === 0 &&
      html`<p class="empty">${find ? `No articles match “${find}”.` : "No articles here."}</p>`
    }
    ${topics.map(
      (topic) => html`<section key=${topic}>
        <h2>${topic}</h2>
        ${wanted
          .filter((article) => article.topic === topic)
          .map((article) => html`<${Entry} key=${article.id} article=${article} chosen=${chosen} />`)}
      </section>`,
    )}
  </nav>`;
}

/** @param {{ state: Answer.Overview, what: string | null, user: User, changed: () => void }} props */
export function Articles({ state, what, user, changed }) {
  const topics = [...new Set(state.articles.map((article) => article.topic))];
  return html`<div class=${`split ${what ? "in-work" : ""}`}>
    <${List} articles=${state.articles} chosen=${what} />
    <main class="work">
      ${
        !what
          ? html`<div class="empty"><h2>Select an article</h2><p>Edit its answer, or add example questions.</p></div>`
          : html`<${Editor}
            key=${what}
            id=${what === NEW || asTranslation(what) ? null : what}
            translation=${asTranslation(what)}
            articles=${state.articles}
            topics=${topics}
            user=${user}
            saved=${(/** @type {string} */ id) => {
              changed();
              const [screen, open] = place();
              if (screen === "articles" && open === what) go("articles", id); // who has gone elsewhere stays there
            }}
            back=${() => go("articles")}
          />`
      }
    </main>
  </div>`;
}
