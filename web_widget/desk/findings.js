// What is wrong or doubtful in an article while it is being written, and which of its questions are close to another's.
import { html, useEffect, useState } from "../shared/preact.js";
import { request } from "../shared/transport.js";

const PAUSE_MS = 700;
const MOST = 200;

/**
 * Runs `work` once nothing in `what` has changed for a moment.
 * @param {() => unknown} work
 * @param {unknown[]} what
 */
function useLater(work, what) {
  useEffect(() => {
    const later = setTimeout(work, PAUSE_MS);
    return () => clearTimeout(later);
  }, what);
}

/** @param {string} id @param {Draft | null} draft */
export function useFindings(id, draft) {
  const [findings, setFindings] = useState(/** @type {Answer.Finding[]} */ ([]));
  useLater(() => {
    if (!draft?.title.trim() || !draft.answer.trim() || !/^[a-z][a-z0-9_]+$/.test(id)) return setFindings([]);
    return request(`/api/articles/${id}/check`, { method: "POST", body: { ...draft, base: 0 } }).then(
      (answer) => setFindings(answer.findings),
      () => {},
    );
  }, [id, JSON.stringify(draft)]);
  return findings;
}

/**
 * The nearest question of another article, by question.
 * @param {string | null} id
 * @param {string[]} questions
 */
export function useNear(id, questions) {
  const [near, setNear] = useState(/** @type {Record<string, Near | null>} */ ({}));
  useLater(() => {
    const texts = questions.slice(0, MOST);
    if (texts.length === 0) return setNear({});
    return request("/api/nearest", { method: "POST", body: { texts, apart_from: id } }).then(
      (answer) =>
        setNear(
          Object.fromEntries(
            answer.nearest.map((near) => [near.text, near.hit && { ...near.hit, score: near.hit.likeness }]),
          ),
        ),
      () => {},
    );
  }, [id, questions.join("\n")]);
  return near;
}

/** @param {{ findings: Answer.Finding[], titled?: Record<string, string> | null }} props */
export function Findings({ findings, titled = null }) {
  if (findings.length === 0) return null;
  return html`<div class="card stack findings" role="group" aria-label="Before you publish">
    <h3>Before you publish</h3>
    <ul>
      ${findings.map(
        (finding) => html`<li key=${`${finding.article}${finding.rule}${finding.quote}`}>
          <span class=${`chip ${finding.severity === "error" ? "bad" : "warn"}`}>
            ${finding.severity === "error" ? "error" : "warning"}
          </span>
          <span>
            ${
              titled &&
              html`<a href=${`#articles/${finding.article}`}>${titled[finding.article] ?? finding.article}</a>: `
            }
            ${finding.quote && html`“${finding.quote}”: `}${finding.words}
          </span>
        </li>`,
      )}
    </ul>
  </div>`;
}
