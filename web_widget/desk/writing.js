// One article being written: loaded, kept while it is written, saved, and what came of it.
import { useEffect, useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { reasonOf, request } from "../shared/transport.js";
import { EMPTY, identityOf, keptHere, takePrefill, toDraft, UNSAVED } from "./draft.js";
import { looking } from "./words.js";

const KEEP_MS = 1200;
const STILL_HERE_MS = 20_000;
export const SAVED = "Saved. It is not live until you publish.";

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
        (answer) => heard(answer.others),
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

/** @typedef {Omit<Answer.Detail, "ok">} Detail */

/**
 * What the hub has of an article; of a new one, what it begins with.
 * @param {string | null} id
 * @param {Translation | null} translation
 * @param {string} topic
 * @returns {Promise<Detail>}
 */
async function fetched(id, translation, topic) {
  if (id) return request(`/api/articles/${id}`);
  const original = translation ? (await request(`/api/articles/${translation.of}`)).article : null;
  return { ...EMPTY, article: { ...EMPTY.article, topic: original?.topic ?? topic }, original };
}

/**
 * With what to begin: words that were kept, unless a newer version stands against them.
 * @param {Detail} detail
 * @param {KeptDraft | null} kept
 * @param {boolean} stored whether it is an article of the hub's
 */
function beginning({ article }, kept, stored) {
  if (!kept) return { draft: toDraft(article), note: "", earlier: null, places: [] };
  if (stored && kept.base !== article.version) return { draft: toDraft(article), note: "", earlier: kept, places: [] };
  const note = "Your draft was restored. It is not saved yet.";
  return { draft: toDraft(kept), note, earlier: null, places: kept.places ?? [] };
}

/**
 * @typedef {{
 *   id: string | null,
 *   translation: Translation | null,
 *   topics: string[],
 *   user: User,
 *   saved: (id: string) => void,
 * }} Place
 */

/** What is known of the article, and its draft. @param {Place} place */
function useDraft({ id, translation, topics, user }) {
  const [detail, setDetail] = useState(/** @type {Detail | null} */ (null));
  const [draft, setDraft] = useState(/** @type {Draft | null} */ (null));
  const [others, setOthers] = useState(/** @type {Answer.Writing[]} */ ([]));
  const [problem, setProblem] = useState("");
  const [note, setNote] = useState("");
  const [earlier, setEarlier] = useState(/** @type {KeptDraft | null} */ (null));
  const places = useRef(/** @type {Body.Place[]} */ ([]));
  const look = useRef(/** @type {Looking | null} */ (null)); // how the words look that are shown first
  const reload = async () => {
    const fresh = await fetched(id, translation, topics[0] ?? "general");
    setDetail(fresh);
    setOthers(fresh.others);
    return fresh;
  };
  const load = async () => {
    const fresh = await reload();
    const wanted = id ? null : takePrefill();
    const kept = id ? fresh.draft : translation ? null : keptHere(user);
    const first = beginning(fresh, wanted ? null : kept, Boolean(id));
    const begun = wanted
      ? { ...first.draft, title: wanted.title, questions: wanted.questions, answer: wanted.answer }
      : first.draft;
    places.current = wanted?.places ?? first.places;
    setEarlier(first.earlier);
    look.current = await looking(begun.answer);
    setDraft(begun);
    setNote(first.note);
  };
  useEffect(() => void load().catch((error) => setProblem(error.message)), [id]);
  const changed = Boolean(detail && draft && JSON.stringify(draft) !== JSON.stringify(toDraft(detail.article)));
  useKeeping(id, draft, detail?.article.version ?? 0, changed, setOthers);
  useLayoutEffect(() => {
    // before the browser can leave the page
    if (!id && !translation && changed)
      localStorage.setItem(UNSAVED, JSON.stringify({ ...draft, author: user.name, places: places.current }));
  }, [id, changed, draft]);
  return {
    detail,
    draft,
    setDraft,
    others,
    problem,
    setProblem,
    note,
    setNote,
    earlier,
    setEarlier,
    places,
    look,
    reload,
    changed,
  };
}

/** One article, and all that can be done with it. @param {Place} place */
export function useArticle(place) {
  const { id, translation, saved } = place;
  const kept = useDraft(place);
  const { detail, draft, setDraft, setProblem, setNote, setEarlier, places, reload } = kept;
  const fallback = useRef(`article_${Date.now().toString(36)}`);
  const identity =
    id ??
    (translation && `${translation.of}_${translation.language}`.slice(0, 64)) ??
    (draft?.title ? identityOf(draft.title, fallback.current) : "");
  /**
   * @template {keyof Draft} K
   * @param {K} name
   * @param {Draft[K]} value
   */
  const set = (name, value) => {
    setDraft((before) => before && { ...before, [name]: value });
    setNote("");
  };
  /** @param {() => Promise<unknown>} work */
  const attempt = async (work) => {
    try {
      await work();
      setProblem("");
    } catch (error) {
      setProblem(reasonOf(error));
    }
  };
  const save = () =>
    attempt(async () => {
      if (!draft || !detail) return;
      const own = translation && { language: translation.language, translates: translation.of };
      const body = { ...draft, base: detail.article.version, ...own };
      await request(`/api/articles/${identity}`, { method: "PUT", body });
      if (places.current.length)
        await request("/api/gaps", {
          method: "POST",
          body: { places: places.current, decision: "written", article: identity },
        });
      places.current = [];
      if (!id) localStorage.removeItem(UNSAVED);
      const stored = id ? toDraft((await reload()).article) : null; // who wrote on meanwhile goes on from there
      if (id) setDraft((now) => (JSON.stringify(now) === JSON.stringify(draft) ? stored : now));
      setNote(SAVED);
      saved(identity);
    });
  const forget = () => {
    if (id) request(`/api/articles/${id}/draft`, { method: "DELETE", body: {} }).catch(() => {});
    else localStorage.removeItem(UNSAVED);
  };
  /** Other words in place of those being written. @param {Draft} other */
  const restore = (other) => {
    setDraft(toDraft(other));
    setEarlier(null);
  };
  const discard = () => {
    if (detail) setDraft(toDraft(detail.article));
    setNote("");
    forget();
  };
  const discardEarlier = () => {
    setEarlier(null);
    forget();
  };
  const retire = () =>
    attempt(async () => {
      if (!id) return;
      await request(`/api/articles/${id}`, { method: "DELETE", body: {} });
      await reload();
      saved(id);
      setNote(detail?.live ? "It will be unpublished with the next release." : "Archived.");
    });
  /** An example question to another article. @param {string} question @param {string} to */
  const move = (question, to) =>
    attempt(async () => {
      const { article: other } = await request(`/api/articles/${to}`);
      const questions = [...new Set([...other.questions, question])];
      await request(`/api/articles/${to}`, {
        method: "PUT",
        body: { ...toDraft(other), questions, base: other.version },
      });
      set(
        "questions",
        (draft?.questions ?? []).filter((own) => own !== question),
      );
      setNote(`Moved to “${other.title}”. Save this article too.`);
    });
  return { ...kept, identity, set, save, restore, discard, discardEarlier, retire, move };
}
