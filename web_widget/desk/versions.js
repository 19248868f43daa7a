// Earlier versions, what changed in each, and loading one again.
import { html, useState } from "../shared/preact.js";
import { clock, day } from "../shared/time.js";
import { request } from "../shared/transport.js";

/** @type {Record<string, string>} */
const NAMES = { title: "Title", topic: "Topic", answer: "Answer", questions: "Questions", steps: "Steps" };
/** @type {Record<string, string>} */
const TAGS = { gone: "del", new: "ins" };

/** @param {{ pieces: Answer.Piece[] }} props */
export function Pieces({ pieces }) {
  return html`<p class="difference">
    ${pieces.map((piece) => (TAGS[piece.kind] ? html`<${TAGS[piece.kind]}>${piece.text}<//>` : piece.text))}
  </p>`;
}

/** @param {{ id: string, older: number, newer: number }} props */
function Difference({ id, older, newer }) {
  const [fields, setFields] = useState(/** @type {Record<string, Answer.Piece[]> | null} */ (null));
  const [problem, setProblem] = useState("");
  const look = () =>
    fields ||
    request(`/api/articles/${id}/difference?older=${older}&newer=${newer}`).then(
      (answer) => setFields(answer.fields),
      (error) => setProblem(error.message),
    );
  return html`<details onToggle=${look}>
    <summary class="hint">Show changes</summary>
    ${problem && html`<p class="notice bad">${problem}</p>`}
    ${
      fields &&
      Object.entries(fields).map(
        ([name, pieces]) => html`<div key=${name}>
          <span class="label">${NAMES[name]}</span>
          <${Pieces} pieces=${pieces} />
        </div>`,
      )
    }
    ${fields && Object.keys(fields).length === 0 && html`<p class="hint">No changes.</p>`}
  </details>`;
}

/** @param {{ detail: Answer.Detail, restore: (version: Answer.ArticlesVersion) => void }} props */
export function Versions({ detail, restore }) {
  if (detail.versions.length === 0) return null;
  return html`<details>
    <summary class="label">Version history (${detail.versions.length})</summary>
    <ul class="versions">
      ${detail.versions.map(
        (one, index) => html`<li class="card" key=${one.version}>
          <div class="spread">
            <span>
              Version ${one.version} by ${one.author}, ${day(one.created_at)} ${clock(one.created_at)} ${
                detail.live === one.version && html`<span class="chip good">live</span>`
              }
            </span>
            <button type="button" class="button small" onClick=${() => restore(one)}>Load into the editor</button>
          </div>
          ${
            detail.versions[index + 1] &&
            html`<${Difference} id=${one.id} older=${detail.versions[index + 1].version} newer=${one.version} />`
          }
        </li>`,
      )}
    </ul>
  </details>`;
}
