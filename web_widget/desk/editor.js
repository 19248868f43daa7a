// One article: its words, how customers ask for it, how it will look, and what it was before.
import { instead } from "../shared/form.js";
import { html, useEffect, useState } from "../shared/preact.js";
import { listed } from "../shared/text.js";
import { request } from "../shared/transport.js";
import { Care, Review } from "./care.js";
import { toDraft } from "./draft.js";
import { Recall } from "./effect.js";
import { Examples } from "./examples.js";
import { Findings, useFindings, useNear } from "./findings.js";
import { named } from "./languages.js";
import { onAim } from "./place.js";
import { Languages, Original } from "./translation.js";
import { Versions } from "./versions.js";
import { Words } from "./words.js";
import { SAVED, useArticle } from "./writing.js";

const PREVIEW_MS = 250;
const STEPS = `## plug
Is it plugged in?
- Yes -> person
- No -> plug_in

## plug_in
Please plug it in. Does it work now?
- Yes -> solved
- No -> person`;

/** @typedef {ReturnType<typeof useArticle> & { draft: Draft, detail: import("./writing.js").Detail }} Article */

/** @param {{ answer: string }} props */
function Preview({ answer }) {
  const [shown, setShown] = useState("");
  const [problem, setProblem] = useState("");
  useEffect(() => {
    const later = setTimeout(() => {
      request("/api/preview", { method: "POST", body: { answer } }).then(
        (answer) => {
          setShown(answer.html);
          setProblem("");
        },
        (error) => setProblem(error.message),
      );
    }, PREVIEW_MS);
    return () => clearTimeout(later);
  }, [answer]);
  return html`<div class="field">
    <span class="label">As the customer sees it</span>
    <div class="card">
      ${
        problem
          ? html`<p class="notice bad">${problem}</p>`
          : html`<div class="bubble" dangerouslySetInnerHTML=${{ __html: shown || "<p>…</p>" }} />`
      }
    </div>
  </div>`;
}

/** @param {{ others: Answer.Writing[] }} props */
function Others({ others }) {
  const now = others.filter((writer) => writer.now).map((writer) => writer.author);
  const earlier = others.filter((writer) => !writer.now).map((writer) => writer.author);
  return html`
    ${
      now.length > 0 &&
      html`<p class="notice" role="status">
        ${listed(now)} ${now.length > 1 ? "are" : "is"} also editing. If you both save, the second is warned and nothing
        is lost.
      </p>`
    }
    ${
      earlier.length > 0 &&
      html`<p class="hint">
        ${listed(earlier)} ${earlier.length > 1 ? "have unsaved drafts" : "has an unsaved draft"} here.
      </p>`
    }
  `;
}

/**
 * Brings a field of the article under view and focuses it.
 * @param {string} field
 */
function standIn(field) {
  const found = document.querySelector(
    { answer: '.words [aria-label="Answer"]', steps: "#steps", questions: "#questions", title: "#title" }[field] ??
      "#title",
  );
  const closed = found?.closest("details");
  if (closed) closed.open = true;
  found?.scrollIntoView({ block: "center", behavior: "instant" });
  if (found instanceof HTMLElement) found.focus();
}

/** @param {{ id: string | null, translation: Translation | null, article: Article, back: () => void }} props */
function Head({ id, translation, article: { detail }, back }) {
  const added = translation ? `${detail.original?.title} in ${named(translation.language)}` : "New article";
  return html`<div class="row">
    <button type="button" class="button small back" onClick=${back}>Back</button>
    <h2>${id ? detail.article.title : added}</h2>
    ${id && html`<span class="chip">${id}@${detail.article.version}</span>`}
  </div>`;
}

/** What there is to know before one writes on. @param {{ article: Article, published: boolean }} props */
function Notices({ article, published }) {
  const { detail, others, problem, note, earlier, restore, discardEarlier } = article;
  return html`
    <${Others} others=${others} />
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${note && !(note === SAVED && published) && html`<p class="notice good" role="status">${note}</p>`}
    ${
      detail.retired &&
      html`<p class="notice" role="status">
        ${detail.live ? "This article will be unpublished with the next release." : "This article is archived."} Its
        versions are kept.
      </p>`
    }
    ${
      earlier &&
      html`<div class="notice spread wrap" role="status">
        <span>
          You have a draft based on version ${earlier.base}. Version ${detail.article.version} has been saved since.
        </span>
        <span class="row">
          <button type="button" class="button small" onClick=${() => restore(earlier)}>Restore my draft</button>
          <button type="button" class="button small" onClick=${discardEarlier}>Discard draft</button>
        </span>
      </div>`
    }
  `;
}

/** @param {{ article: Article, topics: string[] }} props */
function Titles({ article: { draft, set }, topics }) {
  return html`<div class="two">
    <div class="field">
      <label for="title">Title, as a question a customer would ask</label>
      <input
        class="input"
        id="title"
        value=${draft.title}
        onInput=${(event) => set("title", event.currentTarget.value)}
        required
        maxlength="200"
      />
    </div>
    <div class="field">
      <label for="topic">Topic</label>
      <input
        class="input"
        id="topic"
        list="topics"
        value=${draft.topic}
        onInput=${(event) => set("topic", event.currentTarget.value)}
        required
        maxlength="60"
      />
      <datalist id="topics">${topics.map((topic) => html`<option value=${topic} />`)}</datalist>
    </div>
  </div>`;
}

/** The words themselves, and beside them how they will look. @param {{ article: Article }} props */
function Said({ article: { draft, look, set } }) {
  const [facts, setFacts] = useState(/** @type {Answer.FactLine[]} */ ([]));
  useEffect(
    () =>
      void request("/api/facts").then(
        (answer) => setFacts(answer.facts),
        () => {},
      ),
    [],
  );
  return html`<div class="two">
    <div class="field">
      <span class="label">Answer</span>
      <${Words}
        label="Answer"
        value=${draft.answer}
        first=${look.current}
        change=${(/** @type {string} */ words) => set("answer", words)}
        facts=${facts}
      />
    </div>
    <${Preview} answer=${draft.answer} />
  </div>`;
}

/** @param {{ article: Article }} props */
function Steps({ article: { draft, set } }) {
  return html`<details open=${draft.steps !== ""}>
    <summary class="label">Troubleshooting steps${draft.steps ? "" : " (none)"}</summary>
    <div class="field">
      <label for="steps">What the assistant asks, one step at a time</label>
      <textarea
        class="input questions"
        id="steps"
        value=${draft.steps}
        onInput=${(event) => set("steps", event.currentTarget.value)}
        maxlength="20000"
        placeholder=${STEPS}
      />
      <span class="hint">
        A step is a name after ##, the text to say, and the choices. Each choice leads to another step, to solved, or to
        person.
      </span>
    </div>
  </details>`;
}

/** @param {{ id: string | null, article: Article }} props */
function SaveRow({ id, article: { detail, changed, discard, retire } }) {
  return html`<div class="row save-row">
    <button class="button primary" disabled=${!changed && !detail.retired}>
      ${detail.retired ? "Restore" : "Save"}
    </button>
    ${changed && html`<button type="button" class="button" onClick=${discard}>Discard changes</button>`}
    ${
      id &&
      !detail.retired &&
      html`<button type="button" class="button danger" onClick=${retire}>
        ${detail.live ? "Unpublish" : "Archive"}
      </button>`
    }
  </div>`;
}

/**
 * @param {{
 *   id: string | null,
 *   translation: Translation | null,
 *   topics: string[],
 *   articles: Answer.Listed[],
 *   user: User,
 *   saved: (id: string) => void,
 *   back: () => void,
 * }} props
 */
export function Editor({ id, translation, topics, articles, user, saved, back }) {
  const article = useArticle({ id, translation, topics, user, saved });
  const { detail, draft, problem, identity, set, setDraft, save, move, reload } = article;
  const ready = Boolean(draft);
  useEffect(() => (ready ? onAim(id, standIn) : undefined), [id, ready]);
  const findings = useFindings(identity, draft);
  const near = useNear(id, draft?.questions ?? []);
  if (!draft || !detail) return html`<p class="empty">${problem || "Loading…"}</p>`;
  const published = articles.find((one) => one.id === id)?.state === "live"; // meanwhile, or by somebody else
  return html`<form class="editor whole" onSubmit=${instead(save)}>
    <div class="editor-body">
      <${Head} id=${id} translation=${translation} article=${article} back=${back} />
      <${Notices} article=${article} published=${published} />
      ${id && html`<${Languages} detail=${detail} />`}
      ${detail.original && html`<${Original} original=${detail.original} />`}
      <${Review} id=${id} detail=${detail} user=${user} reload=${reload} />
      <${Titles} article=${article} topics=${topics} />
      <${Said} article=${article} />
      <${Examples}
        id=${id}
        title=${draft.title}
        questions=${draft.questions}
        change=${(/** @type {string[]} */ questions) => set("questions", questions)}
        move=${move}
        near=${near}
        articles=${articles.filter((one) => one.id !== id)}
      />
      <${Steps} article=${article} />
      <${Findings} findings=${findings} />
      ${
        id &&
        html`<${Care}
          key=${JSON.stringify(detail.care)}
          id=${id}
          care=${detail.care}
          careful=${detail.careful}
          topic=${detail.article.topic}
          reload=${reload}
        />`
      }
      ${id && html`<${Recall} id=${id} />`}
      <${Versions}
        detail=${detail}
        restore=${(/** @type {Answer.ArticlesVersion} */ version) => setDraft(toDraft(version))}
      />
    </div>
    <${SaveRow} id=${id} article=${article} />
  </form>`;
}
