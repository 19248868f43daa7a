// Releases: what the assistant said at each time, its examination, a trial on a share of new chats, and going back.
import { html, useEffect, useState } from "../shared/preact.js";
import { clock, day } from "../shared/time.js";
import { request } from "../shared/transport.js";
import { Overruled } from "./stopped.js";

const STATES = { waiting: "waits for its training", training: "is being trained", ready: "waits for your word", starting: "its bot is starting", failed: "not live" };
const OPEN = ["waiting", "training", "ready"];
const SHARES = [5, 10, 25, 50];
const percent = (part, whole) => (whole ? `${Math.round((100 * part) / whole)}%` : "–");

function Release({ each, list, activate, share, setAside }) {
  const training = list.trainings[each.id];
  const live = list.active === each.id;
  const tried = list.trial?.release === each.id;
  return html`<div class="card spread wrap"><div><strong>Release ${each.id}</strong> ${live && html`<span class="chip good">live</span>`}
      ${tried && html` <span class="chip warn">on trial: ${list.trial.share}% of new chats</span>`}
      ${list.overruled.includes(each.id) && html` <span class="chip bad">in spite of errors</span>`}
      ${!live && STATES[training?.state] && html` <span class=${`chip ${training.state === "failed" ? "bad" : "warn"}`}>${STATES[training.state]}</span>`}
      <p class="hint">${day(each.created_at)} ${clock(each.created_at)} by ${each.author}${each.note && `: ${each.note}`}</p>
      ${!live && training && training.state !== "done" && html`<p class="hint">${training.detail}</p>`}</div>
    <div class="row"><a class="button small" href=${`#releases/${each.id}`}>Look at it</a>
      ${tried && html`<button class="button small" onClick=${() => share(each.id, 0)}>End the trial</button>`}
      ${!live && OPEN.includes(training?.state) && html`<button class="button small" onClick=${() => setAside(each.id)}>Set aside</button>`}
      ${!live && each.model && training?.state !== "starting" && html`<button class="button small" onClick=${() => activate(each.id)}>Make this one live</button>`}</div></div>`;
}

function Guess({ found, titles }) {
  if (found.band === "answer" || found.band === "probable") return html`<span>${titles[found.article] ?? found.article}</span>`;
  return html`<span class="hint">${found.band === "ask" ? "asks which is meant" : "says it does not know"}</span>`;
}

function Marked({ title, rows, titles }) {
  return rows.length > 0 && html`<h3>${title}</h3><table class="table"><thead><tr><th>Question</th><th>Right</th><th>Now</th></tr></thead><tbody>
    ${rows.map((each) => html`<tr key=${each.text}><td>${each.text}</td><td>${titles[each.article] ?? each.article}</td><td><${Guess} found=${each.now} titles=${titles} /></td></tr>`)}</tbody></table>`;
}

function Report({ report, asked, titles }) {
  if (!report) return html`<p class="hint">Only words changed: there is nothing to examine, for the assistant recognises what it recognised before.</p>`;
  const { marked, goldens, left_out: left, stored } = report;
  return html`
    <p class=${`notice ${report.verdict === "passed" ? "good" : "bad"}`}>${report.verdict === "passed" ? "Passed: nothing that was right is wrong now." : report.reasons.join("; ")}</p>
    <dl class="figures">
      <div><dt>Questions customers asked</dt><dd><b>${report.asked.changed.length} of ${report.asked.questions}</b> <span class="hint">would be answered differently</span></dd></div>
      <div><dt>Marked questions</dt><dd><b>${marked.right} of ${marked.questions}</b> <span class="hint">right; ${marked.lost.length} lost, ${marked.won.length} won</span></dd></div>
      <div><dt>Golden dialogues</dt><dd><b>${goldens.right} of ${goldens.dialogues}</b> <span class="hint">right; ${goldens.lost.length} lost, ${goldens.won.length} won</span></dd></div>
      ${stored && html`<div><dt>Stored questions, word for word</dt><dd><b>${stored.right} of ${stored.questions}</b> <span class="hint">answered by their article; ${stored.missed} lost</span></dd></div>`}
      <div><dt>Told apart</dt><dd><b>${percent(left.right, left.questions)}</b> <span class="hint">of ${left.questions} stored questions, each left out in turn</span></dd></div>
    </dl>
    ${asked.length > 0 && html`<h3>What real questions would get</h3><table class="table"><thead><tr><th>Customer asked</th><th>Live release</th><th>This one</th></tr></thead><tbody>
      ${asked.map((each) => html`<tr key=${`${each.conversation}${each.seq}`}><td>${each.text}</td><td><${Guess} found=${each.before} titles=${titles} /></td><td><${Guess} found=${each.after} titles=${titles} /></td></tr>`)}</tbody></table>`}
    ${stored && html`<${Marked} title="Stored questions that would be answered otherwise" rows=${stored.lost} titles=${titles} />`}
    <${Marked} title="Lost" rows=${marked.lost} titles=${titles} /><${Marked} title="Won" rows=${marked.won} titles=${titles} />
    ${goldens.lost.length > 0 && html`<p>Golden dialogues that go wrong now: ${goldens.lost.join(", ")}</p>`}
    ${left.confused.length > 0 && html`<h3>Most often taken for each other</h3><table class="table"><thead><tr><th>Article</th><th>Taken for</th><th>Questions</th></tr></thead><tbody>
      ${left.confused.slice(0, 10).map((each) => html`<tr key=${`${each.article}${each.taken_for}`}><td><a href=${`#articles/${each.article}`}>${titles[each.article] ?? each.article}</a></td><td><a href=${`#articles/${each.taken_for}`}>${titles[each.taken_for] ?? each.taken_for}</a></td><td>${each.times}</td></tr>`)}</tbody></table>`}`;
}

function One({ id, list, activate, share, setAside }) {
  const [found, setFound] = useState(null);
  const [problem, setProblem] = useState("");
  useEffect(() => void request(`/api/releases/${id}`).then(setFound, (error) => setProblem(error.message)), [id, list.active, list.trainings[id]?.state]);
  if (!found) return html`<p class="empty">${problem || "Loading…"}</p>`;
  const { release, changes, titles } = found;
  const live = list.active === release.id;
  return html`<section class="stack"><div class="row"><a class="button small" href="#releases">All releases</a><h2>Release ${release.id}</h2>${live && html`<span class="chip good">live</span>`}</div>
    <p class="hint">${day(release.created_at)} ${clock(release.created_at)} by ${release.author}${release.note && `: ${release.note}`}</p>
    ${!live && html`<div class="row">${release.model ? html`<button class="button primary" onClick=${() => activate(release.id)}>Make this one live</button>
        <select class="input narrow" aria-label="Try it on" value="" onChange=${(event) => event.currentTarget.value && share(release.id, Number(event.currentTarget.value))}>
          <option value="">Try it on…</option>${SHARES.map((each) => html`<option value=${each}>${each}% of new chats</option>`)}</select>
        ${OPEN.includes(found.training?.state) && html`<button class="button" onClick=${() => setAside(release.id)}>Set aside</button>`}` : html`<span class="chip">${STATES[found.training?.state] ?? "never trained"}</span>`}</div>`}
    <${Overruled} overruled=${found.overruled} titled=${titles} />
    ${changes.length > 0 && html`<h3>${live ? "What it holds" : "Against the live release"}</h3><ul>${changes.map((each) => html`<li key=${each.id}>${each.title}: ${each.what.join(" and ")}</li>`)}</ul>`}
    ${release.model && html`<${Report} report=${found.report} asked=${found.asked} titles=${titles} />`}</section>`;
}

export function Releases({ state, what, changed }) {
  const [list, setList] = useState(null);
  const [problem, setProblem] = useState("");
  const load = () => request("/api/releases").then(setList, (error) => setProblem(error.message));
  useEffect(() => void load(), [state.release?.id, state.training?.state, state.training?.detail]);
  const send = async (path, body) => {
    try {
      await request(path, { method: "POST", body });
      setProblem("");
      await load();
      changed();
    } catch (error) {
      setProblem(error.message);
    }
  };
  const activate = (id) => send(`/api/releases/${id}/activate`, {});
  const setAside = (id) => send(`/api/releases/${id}/set-aside`, {});
  const share = (id, part) => send(`/api/releases/${id}/trial`, { share: part });
  return html`<main class="work"><div class="editor">
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${!list ? !problem && html`<p class="empty">Loading…</p>`
      : what ? html`<${One} id=${what} list=${list} activate=${activate} share=${share} setAside=${setAside} />`
      : html`<h2>Releases</h2><p class="hint">What the assistant said at each time. Going back to an earlier release takes effect at once; nothing is lost.</p>
        ${list.releases.map((each) => html`<${Release} key=${each.id} each=${each} list=${list} activate=${activate} share=${share} setAside=${setAside} />`)}`}
  </div></main>`;
}
