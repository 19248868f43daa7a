// What is saved and not live, and publishing it: all of it or a selection, at once or after its evaluation.
import { useOnce } from "../shared/once.js";
import { html, useState } from "../shared/preact.js";
import { counted } from "../shared/text.js";
import { clock, day } from "../shared/time.js";
import { CommandError, reasonOf, request } from "../shared/transport.js";
import { Doubtful, Stopped } from "./stopped.js";

const BUSY = ["waiting", "training", "starting"];

/**
 * @param {number} number
 * @param {string} one
 * @param {string} many
 */
function some(number, one, many) {
  return number === 0 ? [] : [counted(number, one, many)];
}

/** @param {Answer.Overview} state */
export function pendingOf(state) {
  return state.articles.filter((article) => ["changed", "new", "retired"].includes(article.state));
}

/**
 * @param {{
 *   waiting: Answer.Listed[],
 *   state: Answer.Overview,
 *   taken: Set<string>,
 *   toggle: (name: string) => void,
 * }} props
 */
function Choice({ waiting, state, taken, toggle }) {
  return html`<fieldset class="choice">
    <legend class="label">What to publish</legend>
    ${waiting.map(
      (article) => html`<label key=${article.id} class="check">
        <input type="checkbox" checked=${!taken.has(article.id)} onChange=${() => toggle(article.id)} />
        ${article.title} <span class="chip">${article.state === "retired" ? "unpublish" : article.state}</span>
      </label>`,
    )}
    ${
      state.facts_changed > 0 &&
      html`<label class="check">
        <input type="checkbox" checked=${!taken.has("facts!")} onChange=${() => toggle("facts!")} /> Facts
        (${state.facts_changed})
      </label>`
    }
    ${
      state.voice_changed > 0 &&
      html`<label class="check">
        <input type="checkbox" checked=${!taken.has("voice!")} onChange=${() => toggle("voice!")} /> System texts
        (${state.voice_changed})
      </label>`
    }
  </fieldset>`;
}

/**
 * Articles whose date has come and that an error, a missing fact or a missing review keeps back.
 * @param {{ state: Answer.Overview }} props
 */
function Kept({ state }) {
  const kept = state.articles.filter((article) =>
    article.attention.some((words) => words.startsWith("could not be published")),
  );
  return (
    kept.length > 0 &&
    html`<div class="notice bad" role="alert">
      ${kept.map(
        (article) => html`<p key=${article.id}>
          <a href=${`#articles/${article.id}`}>${article.title}</a> ${article.attention.find((words) =>
            words.startsWith("could not be published"),
          )}
        </p>`,
      )}
    </div>`
  );
}

/** @param {{ state: Answer.Overview, waiting: number, problem: string }} props */
function News({ state, waiting, problem }) {
  const { training } = state;
  if (problem) return html`<p class="notice bad" role="alert">${problem}</p>`;
  if (training?.state === "starting")
    return html`<p class="notice" role="status">
      Release ${training.release}: ${training.detail}. The previous release answers until it is ready.
    </p>`;
  if (training && BUSY.includes(training.state)) {
    return html`<p class="notice" role="status">
      The assistant is learning the new questions (release ${training.release}: ${training.detail}). Customers get the
      previous answers until it is done.
    </p>`;
  }
  if (training?.state === "ready") {
    return html`<p class="notice" role="status">
      Release ${training.release} is waiting for your
      decision: ${training.detail}. <a href=${`#releases/${training.release}`}>View its evaluation</a>
    </p>`;
  }
  if (training?.state === "failed" && waiting > 0)
    return html`<p class="notice bad" role="status">The last training failed: ${training.detail}</p>`;
  return null;
}

/**
 * What goes out and what is left, and what came of the last try.
 * @param {Answer.Overview} state
 * @param {() => void} changed
 */
function usePublication(state, changed) {
  const [note, setNote] = useState("");
  const [left, setLeft] = useState(/** @type {Set<string>} */ (new Set()));
  const [open, setOpen] = useState(false);
  const [trouble, setTrouble] = useState("");
  const [stopped, setStopped] = useState(/** @type {Hindrance | null} */ (null));
  const [sending, setSending] = useState(false);
  const waiting = pendingOf(state);
  const out = waiting.filter(({ id }) => !left.has(id)).map(({ id }) => id);
  /** @param {string} name */
  const toggle = (name) =>
    setLeft((before) => {
      const after = new Set(before);
      if (!after.delete(name)) after.add(name);
      return after;
    });
  const begin = () => {
    setNote("");
    setLeft(new Set());
    setOpen(false);
    setTrouble("");
    setStopped(null);
  };
  const publish = useOnce(async (/** @type {boolean} */ hold, /** @type {Anyway} */ anyway = {}) => {
    const articles = left.size ? out : null;
    const body = { note, articles, facts: !left.has("facts!"), voice: !left.has("voice!"), hold, ...anyway };
    setSending(true);
    try {
      await request("/api/publish", { method: "POST", body });
      begin();
      await changed();
    } catch (error) {
      const { findings, seen } = error instanceof CommandError ? error : { findings: [], seen: undefined };
      setStopped(findings.length ? { findings, seen, hold } : null);
      setTrouble(findings.length ? "" : reasonOf(error));
    } finally {
      setSending(false);
    }
  });
  return { note, setNote, left, toggle, open, setOpen, trouble, stopped, setStopped, sending, waiting, out, publish };
}

/**
 * @typedef {{ findings: Answer.Finding[], seen?: string, hold: boolean }} Hindrance
 * @typedef {{ anyway?: string, seen?: string }} Anyway
 * @typedef {ReturnType<typeof usePublication>} Publication
 */

/**
 * What goes out with the next release.
 * @param {{ state: Answer.Overview, total: number, publication: Publication }} props
 */
function Going({ state, total, publication }) {
  const { note, setNote, left, toggle, open, setOpen, stopped, setStopped, sending, waiting, out, publish } =
    publication;
  const titled = Object.fromEntries(state.articles.map(({ id, title }) => [id, title]));
  const parts = [
    ...some(waiting.length, "article", "articles"),
    ...some(state.facts_changed, "fact", "facts"),
    ...some(state.voice_changed, "system text", "system texts"),
  ];
  return html`
    <span>${parts.join(", ")} saved, not live yet.</span>
    <input
      class="input grow"
      aria-label="What changed"
      placeholder="What changed? (optional)"
      maxlength="300"
      value=${note}
      onInput=${(event) => setNote(event.currentTarget.value)}
    />
    <button class="button small" aria-expanded=${open} onClick=${() => setOpen(!open)}>Select…</button>
    <button
      class="button small"
      disabled=${sending}
      onClick=${() => publish(true)}
      title="Trains and evaluates the release, then waits for your decision"
    >
      Evaluate first
    </button>
    <button class="button primary" disabled=${sending || left.size >= total} onClick=${() => publish(false)}>
      Publish
    </button>
    ${
      open &&
      html`
        <${Choice} waiting=${waiting} state=${state} taken=${left} toggle=${toggle} />
        ${!stopped && html`<${Doubtful} articles=${out} titled=${titled} />`}
      `
    }
    ${
      stopped &&
      html`<${Stopped}
        findings=${stopped.findings}
        titled=${titled}
        articles=${out}
        busy=${sending}
        close=${() => setStopped(null)}
        publish=${(/** @type {string} */ anyway) => publish(stopped.hold, { anyway, seen: stopped.seen })}
      />`
    }
  `;
}

/** @param {{ state: Answer.Overview, changed: () => void, problem: string }} props */
export function Publish({ state, changed, problem }) {
  const publication = usePublication(state, changed);
  const { release, training } = state;
  const total = publication.waiting.length + state.facts_changed + state.voice_changed;
  const busy = training && BUSY.includes(training.state);
  return html`<div class="publish">
    <${Kept} state=${state} />
    <${News} state=${state} waiting=${total} problem=${publication.trouble || problem} />
    ${!busy && total > 0 && html`<${Going} state=${state} total=${total} publication=${publication} />`}
    ${
      !busy &&
      total === 0 &&
      html`<span class="hint">
        Everything is
        live${release ? ` (release ${release.id}, ${day(release.created_at)} ${clock(release.created_at)})` : ""}.
      </span>`
    }
  </div>`;
}
