// What came of each article, and who was told it.
import { html, useEffect, useState } from "../shared/preact.js";
import { counted } from "../shared/text.js";
import { clock, day } from "../shared/time.js";
import { reasonOf, request } from "../shared/transport.js";

/** @type {Record<string, string>} */
const STATES = { bot: "with the assistant", queued: "in the queue", agent: "with an agent", closed: "closed" };

/** Once it is unfolded. @param {() => void} work @returns {(event: Happening) => void} */
const opened =
  (work) =>
  ({ currentTarget }) => {
    if (currentTarget instanceof HTMLDetailsElement && currentTarget.open) work();
  };

export function Effect() {
  const [found, setFound] = useState(/** @type {Answer.EffectLine[] | null} */ (null));
  const [problem, setProblem] = useState("");
  useEffect(
    () =>
      void request("/api/effects").then(
        (answer) => setFound(answer.articles),
        (error) => setProblem(error.message),
      ),
    [],
  );
  return html`<main class="work">
    <div class="editor">
      <h2>Performance</h2>
      <p class="hint">How the assistant's answers did in the last 30 days, least successful first.</p>
      ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
      ${!found && !problem && html`<p class="empty">Loading conversations…</p>`}
      ${found?.length === 0 && html`<p class="empty">The assistant has not given any answers yet.</p>`}
      ${
        found &&
        found.length > 0 &&
        html`<div class="scroll">
          <table class="table">
            <thead>
              <tr>
                <th>Article</th>
                <th>Answers</th>
                <th>Helpful</th>
                <th>Not helpful</th>
                <th>Rejected</th>
                <th>Handed off after</th>
                <th>Came back</th>
                <th>Help page</th>
              </tr>
            </thead>
            <tbody>
              ${found.map(
                ({ title, effect, readers_helped: helped, readers_not: not }) => html`<tr key=${effect.article}>
                  <td><a href=${`#articles/${effect.article}`}>${title}</a></td>
                  <td>${effect.served}</td>
                  <td>${effect.helpful}</td>
                  <td>${effect.unhelpful}</td>
                  <td>${effect.rejected}</td>
                  <td>${effect.escalated}</td>
                  <td>${effect.again}</td>
                  <td>${helped + not > 0 ? `${helped} of ${helped + not} found it helpful` : ""}</td>
                </tr>`,
              )}
            </tbody>
          </table>
        </div>`
      }
    </div>
  </main>`;
}

/**
 * Who was told an article, and sending them the answer as it is now.
 * @param {{ id: string }} props
 */
export function Recall({ id }) {
  const [found, setFound] = useState(/** @type {Answer.Recall | null} */ (null));
  const [note, setNote] = useState("");
  const load = () => request(`/api/articles/${id}/told`).then(setFound, (error) => setNote(error.message));
  const due = (found?.told ?? []).filter(
    (answer) => answer.version !== found?.live && answer.corrected !== found?.live,
  );
  const send = async () => {
    try {
      const answer = await request(`/api/articles/${id}/correction`, {
        method: "POST",
        body: { conversations: due.map((answer) => answer.conversation) },
      });
      setNote(`Correction sent to ${counted(answer.done, "customer", "customers")}.`);
      await load();
    } catch (error) {
      setNote(reasonOf(error));
    }
  };
  return html`<details onToggle=${opened(load)}>
    <summary class="label">Customers who got this answer</summary>
    <div class="stack care">
      ${note && html`<p class="notice" role="status">${note}</p>`}
      ${found?.told.length === 0 && html`<p class="hint">No one yet.</p>`}
      ${
        due.length > 0 &&
        found?.live &&
        html`<div class="row">
          <button type="button" class="button small" onClick=${send}>
            Send the live answer (version ${found.live}) to ${counted(due.length, "customer", "customers")} who got
            another version
          </button>
        </div>`
      }
      ${
        found &&
        found.told.length > 0 &&
        html`<ul class="versions">
          ${found.told.slice(0, 100).map(
            (answer) => html`<li class="spread wrap" key=${answer.conversation}>
              <span>
                ${answer.customer_name ?? "A customer"}, ${day(answer.at)} ${clock(answer.at)} <span class="hint">
                  version ${answer.version}, ${STATES[answer.state]}
                </span>
              </span>
              ${
                answer.corrected > 0
                  ? html`<span class="chip good">corrected with version ${answer.corrected}</span>`
                  : answer.version !== found.live && html`<span class="chip warn">got an older version</span>`
              }
            </li>`,
          )}
        </ul>`
      }
    </div>
  </details>`;
}
