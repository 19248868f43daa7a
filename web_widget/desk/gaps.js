// Unanswered questions: what customers asked and got no good answer to, grouped by meaning, the most costly first.
import { html, useEffect, useState } from "../shared/preact.js";
import { counted } from "../shared/text.js";
import { clock, day } from "../shared/time.js";
import { reasonOf, request } from "../shared/transport.js";
import { PREFILL } from "./draft.js";
import { go } from "./place.js";

/** @type {Record<string, string>} */
const WHY = { unknown: "no answer known", rejected: "answer rejected", thumb: "thumbs down", escalated: "handed off" };
const REASONS = ["Out of scope", "One-off case", "Too vague to answer", "Spam"];
const LIKE = 0.5;
const A_PERSON = "person";

/** @param {{ gap: Answer.Gap, titles: Record<string, string>, canRead: boolean, articles: Answer.Listed[] }} props */
function Question({ gap, titles, canRead, articles }) {
  const [right, setRight] = useState("");
  const [done, setDone] = useState("");
  /** @param {string} article */
  const mark = async (article) => {
    setRight(article);
    try {
      if (article !== A_PERSON)
        await request("/api/marks", { method: "POST", body: { text: gap.text.slice(0, 500), article } });
      await request("/api/marks", {
        method: "PUT",
        body: { conversation: gap.conversation, seq: gap.seq, right: article },
      });
      setDone("Added to every release evaluation.");
    } catch (error) {
      setDone(reasonOf(error));
    }
  };
  return html`<li>
    <div class="spread wrap">
      <span>“${gap.text}”</span>
      <span class="row">
        <span class="chip">${WHY[gap.why]}${gap.article ? `: ${titles[gap.article] ?? gap.article}` : ""}</span>
        <span class="hint">${day(gap.at)} ${clock(gap.at)}</span>
        ${canRead && html`<a class="button small quiet" href=${`console#${gap.conversation}`}>Conversation</a>`}
      </span>
    </div>
    <div class="row">
      <label class="hint">
        Right answer <select
          class="input narrow"
          value=${right}
          onChange=${(event) => event.currentTarget.value && mark(event.currentTarget.value)}
        >
          <option value="">Mark…</option>
          <option value=${A_PERSON}>Should have been handed off</option>
          ${articles.map((article) => html`<option value=${article.id}>${article.title}</option>`)}
        </select>
      </label>
      ${done && html`<span class="hint" role="status">${done}</span>`}
    </div>
  </li>`;
}

/** What customers asked, and what it cost. @param {{ group: Answer.Group, texts: string[] }} props */
function Cost({ group, texts }) {
  return html`
    <div class="spread wrap">
      <h3>${texts[0]}</h3>
      <span class="row">
        <span class="chip">${counted(group.questions.length, "question", "questions")}</span>
        ${group.minutes > 0 && html`<span class="chip warn">${group.minutes} agent min</span>`}
        ${group.frustration >= 0.5 && html`<span class="chip bad">upset</span>`}
      </span>
    </div>
    ${
      texts.length > 1 &&
      html`<p class="hint">
        also: ${texts
          .slice(1, 4)
          .map((text) => `“${text}”`)
          .join(", ")}
        ${texts.length > 4 ? "…" : ""}
      </p>`
    }
    ${
      group.drafts.length > 0 &&
      html`
        <blockquote class="bubble plain">${group.drafts[0]}</blockquote>
        <p class="hint">An agent's answer, with personal data removed. It becomes the draft of a new article.</p>
      `
    }
  `;
}

/**
 * Which of the questions are added.
 * @param {{ texts: string[], chosen: Set<string>, toggle: (text: string) => void }} props
 */
function Chosen({ texts, chosen, toggle }) {
  return html`<fieldset class="choice">
    <legend class="label">Questions to add</legend>
    ${texts.map(
      (text) => html`<label class="check" key=${text}>
        <input type="checkbox" checked=${chosen.has(text)} onChange=${() => toggle(text)} /> ${text}
      </label>`,
    )}
  </fieldset>`;
}

/**
 * @param {{
 *   group: Answer.Group,
 *   titles: Record<string, string>,
 *   articles: Answer.Listed[],
 *   canRead: boolean,
 *   decide: (group: Answer.Group, decision: Omit<Body.Decision, "places">) => void,
 * }} props
 */
function Group({ group, titles, articles, canRead, decide }) {
  const [open, setOpen] = useState(false);
  const [target, setTarget] = useState(group.nearest && group.nearest.likeness > LIKE ? group.nearest.id : "");
  const texts = [...new Set(group.questions.map((question) => question.text))];
  const [chosen, setChosen] = useState(new Set(texts.slice(0, 5)));
  /** @param {string} text */
  const toggle = (text) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(text)) after.add(text);
      return after;
    });
  const write = () => {
    sessionStorage.setItem(
      PREFILL,
      JSON.stringify({
        title: texts[0],
        questions: texts.slice(0, 12),
        answer: group.drafts[0] ?? "",
        places: group.questions.map(({ conversation, seq }) => ({ conversation, seq })),
      }),
    );
    go("articles", "new");
  };
  return html`<article class="card stack gap">
    <${Cost} group=${group} texts=${texts} />
    <div class="row">
      <button class="button small primary" onClick=${write}>Write an article</button>
      <select
        class="input narrow"
        aria-label="Add to an article"
        value=${target}
        onChange=${(event) => setTarget(event.currentTarget.value)}
      >
        <option value="">Add to…</option>
        ${articles.map((article) => html`<option value=${article.id}>${article.title}</option>`)}
      </select>
      <button
        class="button small"
        disabled=${!target || chosen.size === 0}
        onClick=${() => decide(group, { decision: "add", article: target, questions: [...chosen] })}
      >
        Add ${chosen.size === 1 ? "the question" : `${chosen.size} questions`}
      </button>
      <select
        class="input narrow"
        aria-label="Dismiss because"
        value=""
        onChange=${(event) =>
          event.currentTarget.value && decide(group, { decision: "dismiss", reason: event.currentTarget.value })}
      >
        <option value="">Dismiss…</option>
        ${REASONS.map((reason) => html`<option>${reason}</option>`)}
      </select>
      <button class="button small quiet" aria-expanded=${open} onClick=${() => setOpen(!open)}>
        ${open ? "Hide questions" : "Show questions"}
      </button>
    </div>
    ${
      open &&
      html`
        <${Chosen} texts=${texts} chosen=${chosen} toggle=${toggle} />
        <ul class="asked">
          ${group.questions.map(
            (gap) => html`<${Question}
              key=${`${gap.conversation}${gap.seq}`}
              gap=${gap}
              titles=${titles}
              articles=${articles}
              canRead=${canRead}
            />`,
          )}
        </ul>
      `
    }
  </article>`;
}

/** @param {{ state: Answer.Overview, user: User, changed: () => void }} props */
export function Gaps({ state, user, changed }) {
  const [found, setFound] = useState(/** @type {Answer.Gaps | null} */ (null));
  const [problem, setProblem] = useState("");
  const [note, setNote] = useState("");
  const load = () => request("/api/gaps").then(setFound, (error) => setProblem(error.message));
  useEffect(() => void load(), []);
  /** @param {Answer.Group} group @param {Omit<Body.Decision, "places">} decision */
  const decide = async (group, decision) => {
    try {
      const places = group.questions.map(({ conversation, seq }) => ({ conversation, seq }));
      await request("/api/gaps", { method: "POST", body: { places, ...decision } });
      setNote(
        decision.decision === "add"
          ? `Added to “${titles[decision.article ?? ""]}”. The assistant learns it when you publish.`
          : "Dismissed.",
      );
      setProblem("");
      await load();
      changed();
    } catch (error) {
      setProblem(reasonOf(error));
    }
  };
  const titles = Object.fromEntries(state.articles.map((article) => [article.id, article.title]));
  return html`<main class="work">
    <div class="editor">
      <h2>Unanswered questions</h2>
      <p class="hint">
        What customers asked in the last 30 days and got no good answer to. The most costly come first: agent minutes,
        and how upset customers were.
      </p>
      ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
      ${note && html`<p class="notice good" role="status">${note}</p>`}
      ${!found && !problem && html`<p class="empty">Loading conversations…</p>`}
      ${
        found?.groups.length === 0 &&
        html`<p class="empty">No unanswered questions. Customers got an answer to everything and did not reject it.</p>`
      }
      ${found?.groups.map(
        (group) => html`<${Group}
          key=${`${group.questions[0].conversation}${group.questions[0].seq}`}
          group=${group}
          titles=${titles}
          articles=${state.articles}
          canRead=${user.may.includes("inbox")}
          decide=${decide}
        />`,
      )}
    </div>
  </main>`;
}
