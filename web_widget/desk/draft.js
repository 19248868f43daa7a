// A draft of an article: where it begins, and where it is kept before it is saved.

/** Where an unanswered question leaves what it asks to be written. */
export const PREFILL = "baton-desk-new-article";

/** @type {Omit<Answer.Detail, "ok">} */
export const EMPTY = {
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
export function toDraft(article) {
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
export function takePrefill() {
  const kept = sessionStorage.getItem(PREFILL);
  sessionStorage.removeItem(PREFILL);
  return kept ? JSON.parse(kept) : null;
}
/**
 * A readable name from the title; one from the clock where its letters give none.
 * @param {string} title
 * @param {string} otherwise
 */
export function identityOf(title, otherwise) {
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
export const UNSAVED = "baton-desk-unsaved";
/** @param {User} user @returns {KeptDraft | null} */
export function keptHere(user) {
  const kept = JSON.parse(localStorage.getItem(UNSAVED) ?? "null");
  return kept?.author === user.name ? kept : null;
}
