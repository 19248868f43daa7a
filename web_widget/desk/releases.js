// Releases: what the assistant said at each time, its evaluation, a canary on a share of new conversations, and going
// back.
import { html, useEffect, useState } from "../shared/preact.js";
import { counted } from "../shared/text.js";
import { clock, day } from "../shared/time.js";
import { reasonOf, request } from "../shared/transport.js";
import { Overruled } from "./stopped.js";

/** @type {Record<string, string>} */
const STATES = {
  waiting: "waiting for training",
  training: "in training",
  ready: "waiting for your decision",
  starting: "its bot is starting",
  failed: "not live",
};
/**
 * What can be done with a release.
 * @typedef {{
 *   activate: (id: number) => void,
 *   share: (id: number, part: number) => void,
 *   setAside: (id: number) => void,
 * }} Deeds
 */

const OPEN = ["waiting", "training", "ready"];
const SHARES = [5, 10, 25, 50];
/** @param {number} part @param {number} whole */
const percent = (part, whole) => (whole ? `${Math.round((100 * part) / whole)}%` : "–");

/** @param {{ release: Answer.Release, list: Answer.Releases } & Deeds} props */
function Release({ release, list, activate, share, setAside }) {
  const training = list.trainings[release.id];
  const live = list.active === release.id;
  const tried = list.trial?.release === release.id;
  return html`<div class="card spread wrap">
    <div>
      <strong>Release ${release.id}</strong> ${live && html`<span class="chip good">live</span>`}
      ${tried && html` <span class="chip warn">canary: ${list.trial?.share}% of new conversations</span>`}
      ${list.overruled.includes(release.id) && html` <span class="chip bad">published despite errors</span>`}
      ${
        !live &&
        STATES[training?.state] &&
        html` <span class=${`chip ${training.state === "failed" ? "bad" : "warn"}`}>${STATES[training.state]}</span>`
      }
      <p class="hint">
        ${day(release.created_at)} ${clock(release.created_at)} by ${release.author}
        ${release.note && `: ${release.note}`}
      </p>
      ${!live && training && training.state !== "done" && html`<p class="hint">${training.detail}</p>`}
    </div>
    <div class="row">
      <a class="button small" href=${`#releases/${release.id}`}>View</a>
      ${tried && html`<button class="button small" onClick=${() => share(release.id, 0)}>End canary</button>`}
      ${
        !live &&
        OPEN.includes(training?.state) &&
        html`<button class="button small" onClick=${() => setAside(release.id)}>Discard release</button>`
      }
      ${
        !live &&
        release.model &&
        training?.state !== "starting" &&
        html`<button class="button small" onClick=${() => activate(release.id)}>Make live</button>`
      }
    </div>
  </div>`;
}

/** @param {{ found: Guessed, titles: Record<string, string> }} props */
function Guess({ found, titles }) {
  if (found.band === "answer" || found.band === "probable")
    return html`<span>${titles[found.article ?? ""] ?? found.article}</span>`;
  return html`<span class="hint">${found.band === "ask" ? "asks which one is meant" : "says it does not know"}</span>`;
}

/** @param {{ title: string, rows: Answered[], titles: Record<string, string> }} props */
function Marked({ title, rows, titles }) {
  return (
    rows.length > 0 &&
    html`
      <h3>${title}</h3>
      <table class="table">
        <thead><tr><th>Question</th><th>Right</th><th>Now</th></tr></thead>
        <tbody>
          ${rows.map(
            (row) => html`<tr key=${row.text}>
              <td>${row.text}</td>
              <td>${titles[row.article] ?? row.article}</td>
              <td><${Guess} found=${row.now} titles=${titles} /></td>
            </tr>`,
          )}
        </tbody>
      </table>
    `
  );
}

/** How many were right, by kind. @param {{ report: ReleaseReport }} props */
function Figures({ report }) {
  const { marked, goldens, left_out: left, stored } = report;
  return html`<dl class="figures">
    <div>
      <dt>Questions customers asked</dt>
      <dd>
        <b>${report.asked.changed.length} of ${report.asked.questions}</b> <span class="hint">
          would be answered differently
        </span>
      </dd>
    </div>
    <div>
      <dt>Marked questions</dt>
      <dd>
        <b>${marked.right} of ${marked.questions}</b> <span class="hint">
          correct; ${marked.lost.length} lost, ${marked.won.length} gained
        </span>
      </dd>
    </div>
    <div>
      <dt>Evaluation dialogues</dt>
      <dd>
        <b>${goldens.right} of ${goldens.dialogues}</b> <span class="hint">
          correct; ${goldens.lost.length} lost, ${goldens.won.length} gained
        </span>
      </dd>
    </div>
    ${
      stored &&
      html`<div>
        <dt>Example questions, word for word</dt>
        <dd>
          <b>${stored.right} of ${stored.questions}</b> <span class="hint">
            answered by their article; ${stored.missed} lost
          </span>
        </dd>
      </div>`
    }
    <div>
      <dt>Recognised when left out</dt>
      <dd>
        <b>${percent(left.right, left.questions)}</b> <span class="hint">
          of ${counted(left.questions, "example question", "example questions")}, each left out in turn
        </span>
      </dd>
    </div>
  </dl>`;
}

/** @param {{ pairs: ReleaseReport["left_out"]["confused"], titles: Record<string, string> }} props */
function Confused({ pairs, titles }) {
  if (pairs.length === 0) return null;
  return html`
    <h3>Most often confused</h3>
    <table class="table">
      <thead><tr><th>Article</th><th>Confused with</th><th>Questions</th></tr></thead>
      <tbody>
        ${pairs.slice(0, 10).map(
          (pair) => html`<tr key=${`${pair.article}${pair.taken_for}`}>
            <td><a href=${`#articles/${pair.article}`}>${titles[pair.article] ?? pair.article}</a></td>
            <td><a href=${`#articles/${pair.taken_for}`}>${titles[pair.taken_for] ?? pair.taken_for}</a></td>
            <td>${pair.times}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  `;
}

/** @param {{ report: ReleaseReport | null, asked: Answer.ReleasesChanged[], titles: Record<string, string> }} props */
function Report({ report, asked, titles }) {
  if (!report)
    return html`<p class="hint">
      Only texts changed, so there is nothing to evaluate: the assistant recognises the same questions as before.
    </p>`;
  const { marked, goldens, stored } = report;
  return html`
    <p class=${`notice ${report.verdict === "passed" ? "good" : "bad"}`}>
      ${report.verdict === "passed" ? "Passed: everything that was right is still right." : report.reasons.join("; ")}
    </p>
    <${Figures} report=${report} />
    ${
      asked.length > 0 &&
      html`
        <h3>How real questions would be answered</h3>
        <table class="table">
          <thead><tr><th>Customer asked</th><th>Live release</th><th>This one</th></tr></thead>
          <tbody>
            ${asked.map(
              (question) => html`<tr key=${`${question.conversation}${question.seq}`}>
                <td>${question.text}</td>
                <td><${Guess} found=${question.before} titles=${titles} /></td>
                <td><${Guess} found=${question.after} titles=${titles} /></td>
              </tr>`,
            )}
          </tbody>
        </table>
      `
    }
    ${
      stored &&
      html`<${Marked}
        title="Example questions that would be answered differently"
        rows=${stored.lost}
        titles=${titles}
      />`
    }
    <${Marked} title="Lost" rows=${marked.lost} titles=${titles} />
    <${Marked} title="Gained" rows=${marked.won} titles=${titles} />
    ${goldens.lost.length > 0 && html`<p>Evaluation dialogues that fail now: ${goldens.lost.join(", ")}</p>`}
    <${Confused} pairs=${report.left_out.confused} titles=${titles} />
  `;
}

/** @param {{ id: string, list: Answer.Releases } & Deeds} props */
function One({ id, list, activate, share, setAside }) {
  const [found, setFound] = useState(/** @type {Answer.Examination | null} */ (null));
  const [problem, setProblem] = useState("");
  useEffect(
    () => void request(`/api/releases/${id}`).then(setFound, (error) => setProblem(error.message)),
    [id, list.active, list.trainings[id]?.state],
  );
  if (!found) return html`<p class="empty">${problem || "Loading…"}</p>`;
  const { release, changes, titles } = found;
  const live = list.active === release.id;
  return html`<section class="stack">
    <div class="row">
      <a class="button small" href="#releases">All releases</a>
      <h2>Release ${release.id}</h2>
      ${live && html`<span class="chip good">live</span>`}
    </div>
    <p class="hint">
      ${day(release.created_at)} ${clock(release.created_at)} by ${release.author}${release.note && `: ${release.note}`}
    </p>
    ${
      !live &&
      html`<div class="row">
        ${
          release.model
            ? html`
              <button class="button primary" onClick=${() => activate(release.id)}>Make live</button>
              <select
                class="input narrow"
                aria-label="Start canary"
                value=""
                onChange=${(event) => {
                  if (event.currentTarget.value) share(release.id, Number(event.currentTarget.value));
                }}
              >
                <option value="">Start canary…</option>
                ${SHARES.map((share) => html`<option value=${share}>${share}% of new conversations</option>`)}
              </select>
              ${
                OPEN.includes(found.training?.state ?? "") &&
                html`<button class="button" onClick=${() => setAside(release.id)}>Discard release</button>`
              }
            `
            : html`<span class="chip">${STATES[found.training?.state ?? ""] ?? "never trained"}</span>`
        }
      </div>`
    }
    <${Overruled} overruled=${found.overruled} titled=${titles} />
    ${
      changes.length > 0 &&
      html`
        <h3>${live ? "Contents" : "Compared with the live release"}</h3>
        <ul>
          ${changes.map((change) => html`<li key=${change.id}>${change.title}: ${change.what.join(" and ")}</li>`)}
        </ul>
      `
    }
    ${release.model && html`<${Report} report=${found.report} asked=${found.asked} titles=${titles} />`}
  </section>`;
}

/** @param {{ state: Answer.Overview, what: string | null, changed: () => void }} props */
export function Releases({ state, what, changed }) {
  const [list, setList] = useState(/** @type {Answer.Releases | null} */ (null));
  const [problem, setProblem] = useState("");
  const load = () => request("/api/releases").then(setList, (error) => setProblem(error.message));
  useEffect(() => void load(), [state.release?.id, state.training?.state, state.training?.detail]);
  /** @param {string} path @param {object} body */
  const send = async (path, body) => {
    try {
      await request(path, { method: "POST", body });
      setProblem("");
      await load();
      changed();
    } catch (error) {
      setProblem(reasonOf(error));
    }
  };
  /** @param {number} id */
  const activate = (id) => send(`/api/releases/${id}/activate`, {});
  /** @param {number} id */
  const setAside = (id) => send(`/api/releases/${id}/set-aside`, {});
  /** @param {number} id @param {number} part */
  const share = (id, part) => send(`/api/releases/${id}/trial`, { share: part });
  return html`<main class="work">
    <div class="editor">
      ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
      ${
        !list
          ? !problem && html`<p class="empty">Loading…</p>`
          : what
            ? html`<${One} id=${what} list=${list} activate=${activate} share=${share} setAside=${setAside} />`
            : html`
              <h2>Releases</h2>
              <p class="hint">
                Everything the assistant has said, release by release. Going back to an earlier one takes effect at
                once, and nothing is lost.
              </p>
              ${list.releases.map(
                (release) => html`<${Release}
                  key=${release.id}
                  release=${release}
                  list=${list}
                  activate=${activate}
                  share=${share}
                  setAside=${setAside}
                />`,
              )}
            `
      }
    </div>
  </main>`;
}
