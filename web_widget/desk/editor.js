// One article: its words, how customers ask for it, how it will look, and what it was before.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { listed } from "../shared/text.js";
import { reasonOf, request } from "../shared/transport.js";
import { Care, Review } from "./care.js";
import { Recall } from "./effect.js";
import { Examples } from "./examples.js";
import { Findings, useFindings, useNear } from "./findings.js";
import { PREFILL } from "./gaps.js";
import { named } from "./languages.js";
import { onAim } from "./place.js";
import { Languages, Original } from "./translation.js";
import { Versions } from "./versions.js";
import { looking, Words } from "./words.js";

const PREVIEW_MS = 250;
const KEEP_MS = 1200;
const STILL_HERE_MS = 20_000;
const STEPS = `## plug
Is it plugged in?
- Yes -> person
- No -> plug_in

## plug_in
Please plug it in. Does it work now?
- Yes -> solved
- No -> person`;
/** @type {Omit<Answer.Detail, "ok">} */
const EMPTY = {
  article: {
    id: "",
    topic: "general",
    title: "",
    answer: "",
    questions: [],
    steps: "",
    version: 0,
    author: "",
    created_at: 0,
    html: "",
  },
  versions: [],
  live: null,
  care: { owner: null, review_on: null, language: null, publish_at: null, expires_at: null, translates: null },
  review: null,
  careful: false,
  draft: null,
  others: [],
  retired: false,
  translations: {},
  original: null,
};

/** @param {Draft} article @returns {Draft} */
function toDraft(article) {
  return {
    topic: article.topic,
    title: article.title,
    answer: article.answer,
    questions: [...article.questions],
    steps: article.steps,
  };
}
/**
 * What an unanswered question asked to be written, once.
 * @returns {Prefill | null}
 */
function takePrefill() {
  const kept = sessionStorage.getItem(PREFILL);
  sessionStorage.removeItem(PREFILL);
  return kept ? JSON.parse(kept) : null;
}
/**
 * A readable name from the title; one from the clock where its letters give none.
 * @param {string} title
 * @param {string} otherwise
 */
function identityOf(title, otherwise) {
  const plain = title
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
  const made = plain
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 60);
  return made.length > 2 ? made : otherwise;
}
/** A new article has no place at the hub before it is saved; until then this browser keeps it. */
const UNSAVED = "baton-desk-unsaved";
/** @param {User} user @returns {KeptDraft | null} */
function keptHere(user) {
  const kept = JSON.parse(localStorage.getItem(UNSAVED) ?? "null");
  return kept?.author === user.name ? kept : null;
}

/** @param {{ answer: string }} props */
function Preview({ answer }) {
  const [shown, setShown] = useState("");
  const [problem, setProblem] = useState("");
  useEffect(() => {
    const later = setTimeout(() => {
      request("/api/preview", { method: "POST", body: { answer } }).then(
        (got) => {
          setShown(got.html);
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
  const now = others.filter((each) => each.now).map((each) => each.author);
  const earlier = others.filter((each) => !each.now).map((each) => each.author);
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

/**
 * Keeps what is being written at the hub, and says who else is at it.
 * @param {string | null} id
 * @param {Draft | null} draft
 * @param {number} base
 * @param {boolean} changed
 * @param {(others: Answer.Writing[]) => void} heard
 */
function useKeeping(id, draft, base, changed, heard) {
  const last = useRef("");
  useEffect(() => {
    if (!id || !draft) return undefined;
    const keep = () =>
      changed &&
      request(`/api/articles/${id}/draft`, { method: "PUT", body: { ...draft, base } }).then(
        (got) => heard(got.others),
        () => {},
      );
    const text = JSON.stringify(draft);
    const soon =
      changed && text !== last.current
        ? setTimeout(() => {
            last.current = text;
            keep();
          }, KEEP_MS)
        : 0;
    const often = setInterval(keep, STILL_HERE_MS);
    return () => {
      clearTimeout(soon);
      clearInterval(often);
    };
  }, [id, JSON.stringify(draft), base, changed]);
}

const SAVED = "Saved. It is not live until you publish.";

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
  const [detail, setDetail] = useState(/** @type {Omit<Answer.Detail, "ok"> | null} */ (null));
  const [draft, setDraft] = useState(/** @type {Draft | null} */ (null));
  const [facts, setFacts] = useState(/** @type {Answer.FactLine[]} */ ([]));
  const [others, setOthers] = useState(/** @type {Answer.Writing[]} */ ([]));
  const [problem, setProblem] = useState("");
  const [note, setNote] = useState("");
  const [earlier, setEarlier] = useState(/** @type {KeptDraft | null} */ (null));
  const fallback = useRef(`article_${Date.now().toString(36)}`);
  const places = useRef(/** @type {Body.Place[]} */ ([]));
  const look = useRef(/** @type {Looking | null} */ (null)); // how the words look that are shown first
  /** @param {Draft} fresh */
  const begin = async (fresh) => {
    look.current = await looking(fresh.answer);
    setDraft(fresh);
  };
  /** @returns {Promise<Answer.ArticlesVersion>} */
  const load = async (keepWriting = false) => {
    const of = translation && (await request(`/api/articles/${translation.of}`));
    const got = id
      ? await request(`/api/articles/${id}`)
      : {
          ...EMPTY,
          article: { ...EMPTY.article, topic: of?.article.topic ?? topics[0] ?? "general" },
          original: of?.article ?? null,
        };
    setDetail(got);
    setOthers(got.others);
    if (keepWriting) return got.article;
    const wanted = id ? null : takePrefill();
    if (wanted) {
      places.current = wanted.places;
      const { title, questions, answer } = wanted;
      await begin({ ...toDraft(got.article), title, questions, answer });
      return got.article;
    }
    const kept = id ? got.draft : translation ? null : keptHere(user);
    const fresh = kept && (!id || kept.base === got.article.version);
    if (fresh && kept.places) places.current = kept.places;
    setEarlier(kept && !fresh ? kept : null);
    await begin(fresh ? toDraft(kept) : toDraft(got.article));
    setNote(fresh ? "Your draft was restored. It is not saved yet." : "");
    return got.article;
  };
  useEffect(() => {
    load().catch((error) => setProblem(error.message));
    request("/api/facts").then(
      (got) => setFacts(got.facts),
      () => {},
    );
  }, [id]);
  const changed = Boolean(detail && draft && JSON.stringify(draft) !== JSON.stringify(toDraft(detail.article)));
  useKeeping(id, draft, detail?.article.version ?? 0, changed, setOthers);
  const identity =
    id ??
    (translation && `${translation.of}_${translation.language}`.slice(0, 64)) ??
    (draft?.title ? identityOf(draft.title, fallback.current) : "");
  useLayoutEffect(() => {
    // before the browser can leave the page
    if (!id && !translation && changed)
      localStorage.setItem(UNSAVED, JSON.stringify({ ...draft, author: user.name, places: places.current }));
  }, [id, changed, draft]);
  const ready = Boolean(draft);
  useEffect(() => (ready ? onAim(id, standIn) : undefined), [id, ready]);
  const findings = useFindings(identity, draft);
  const near = useNear(id, draft?.questions ?? []);
  if (!draft || !detail) return html`<p class="empty">${problem || "Loading…"}</p>`;
  const published = articles.find((each) => each.id === id)?.state === "live"; // meanwhile, or by somebody else
  /**
   * @template {keyof Draft} K
   * @param {K} name
   * @param {Draft[K]} value
   */
  const set = (name, value) => {
    setDraft((before) => before && { ...before, [name]: value });
    setNote("");
  };
  /** @param {"topic" | "title" | "answer" | "steps"} name @returns {(event: Happening) => void} */
  const edit = (name) => (event) => set(name, event.currentTarget.value);
  /** @param {() => Promise<unknown>} work */
  const attempt = async (work) => {
    try {
      await work();
      setProblem("");
    } catch (error) {
      setProblem(reasonOf(error));
    }
  };
  /** @param {Happening} event */
  const submit = (event) => {
    event.preventDefault();
    attempt(async () => {
      await request(`/api/articles/${identity}`, {
        method: "PUT",
        body: {
          ...draft,
          base: detail.article.version,
          ...(translation && { language: translation.language, translates: translation.of }),
        },
      });
      if (places.current.length)
        await request("/api/gaps", {
          method: "POST",
          body: { places: places.current, decision: "written", article: identity },
        });
      places.current = [];
      if (!id) localStorage.removeItem(UNSAVED);
      const kept = id ? toDraft(await load(true)) : null; // who wrote on meanwhile goes on from there
      if (id) setDraft((now) => (JSON.stringify(now) === JSON.stringify(draft) ? kept : now));
      setNote(SAVED);
      saved(identity);
    });
  };
  const forget = () =>
    id
      ? request(`/api/articles/${id}/draft`, { method: "DELETE", body: {} }).catch(() => {})
      : localStorage.removeItem(UNSAVED);
  const undo = () => {
    setDraft(toDraft(detail.article));
    setNote("");
    forget();
  };
  const takeOut = () =>
    attempt(async () => {
      await request(`/api/articles/${id}`, { method: "DELETE", body: {} });
      await load(true);
      if (id) saved(id);
      setNote(detail.live ? "It will be unpublished with the next release." : "Archived.");
    });
  /** @param {string} question @param {string} to */
  const move = (question, to) =>
    attempt(async () => {
      const other = (await request(`/api/articles/${to}`)).article;
      const questions = [...new Set([...other.questions, question])];
      await request(`/api/articles/${to}`, {
        method: "PUT",
        body: { ...toDraft(other), questions, base: other.version },
      });
      set(
        "questions",
        draft.questions.filter((each) => each !== question),
      );
      setNote(`Moved to “${other.title}”. Save this article too.`);
    });
  return html`<form class="editor whole" onSubmit=${submit}>
    <div class="editor-body">
      <div class="row">
        <button type="button" class="button small back" onClick=${back}>Back</button>
        <h2>
          ${
            id
              ? detail.article.title
              : translation
                ? `${detail.original?.title} in ${named(translation.language)}`
                : "New article"
          }
        </h2>
        ${id && html`<span class="chip">${id}@${detail.article.version}</span>`}
      </div>
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
            <button
              type="button"
              class="button small"
              onClick=${() => {
                setDraft(toDraft(earlier));
                setEarlier(null);
              }}
            >
              Restore my draft
            </button>
            <button
              type="button"
              class="button small"
              onClick=${() => {
                setEarlier(null);
                forget();
              }}
            >
              Discard draft
            </button>
          </span>
        </div>`
      }
      ${id && html`<${Languages} detail=${detail} />`}
      ${detail.original && html`<${Original} original=${detail.original} />`}
      <${Review} id=${id} detail=${detail} user=${user} reload=${() => load(true)} />
      <div class="two">
        <div class="field">
          <label for="title">Title, as a question a customer would ask</label>
          <input class="input" id="title" value=${draft.title} onInput=${edit("title")} required maxlength="200" />
        </div>
        <div class="field">
          <label for="topic">Topic</label>
          <input
            class="input"
            id="topic"
            list="topics"
            value=${draft.topic}
            onInput=${edit("topic")}
            required
            maxlength="60"
          />
          <datalist id="topics">${topics.map((each) => html`<option value=${each} />`)}</datalist>
        </div>
      </div>
      <div class="two">
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
      </div>
      <${Examples}
        id=${id}
        title=${draft.title}
        questions=${draft.questions}
        change=${(/** @type {string[]} */ questions) => set("questions", questions)}
        move=${move}
        near=${near}
        articles=${articles.filter((each) => each.id !== id)}
      />
      <details open=${draft.steps !== ""}>
        <summary class="label">Troubleshooting steps${draft.steps ? "" : " (none)"}</summary>
        <div class="field">
          <label for="steps">What the assistant asks, one step at a time</label>
          <textarea
            class="input questions"
            id="steps"
            value=${draft.steps}
            onInput=${edit("steps")}
            maxlength="20000"
            placeholder=${STEPS}
          />
          <span class="hint">
            A step is a name after ##, the text to say, and the choices. Each choice leads to another step, to solved,
            or to person.
          </span>
        </div>
      </details>
      <${Findings} findings=${findings} />
      ${
        id &&
        html`<${Care}
          key=${JSON.stringify(detail.care)}
          id=${id}
          care=${detail.care}
          careful=${detail.careful}
          topic=${detail.article.topic}
          reload=${() => load(true)}
        />`
      }
      ${id && html`<${Recall} id=${id} />`}
      <${Versions}
        detail=${detail}
        restore=${(/** @type {Answer.ArticlesVersion} */ version) => setDraft(toDraft(version))}
      />
    </div>
    <div class="row save-row">
      <button class="button primary" disabled=${!changed && !detail.retired}>
        ${detail.retired ? "Restore" : "Save"}
      </button>
      ${changed && html`<button type="button" class="button" onClick=${undo}>Discard changes</button>`}
      ${
        id &&
        !detail.retired &&
        html`<button type="button" class="button danger" onClick=${takeOut}>
          ${detail.live ? "Unpublish" : "Archive"}
        </button>`
      }
    </div>
  </form>`;
}
