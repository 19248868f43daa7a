// Releases: what the assistant said at each time, and going back.
import { html, useEffect, useState } from "../shared/preact.js";
import { clock, day } from "../shared/time.js";
import { request } from "../shared/transport.js";

const STATES = { waiting: "waits for its training", training: "is being trained", ready: "waits for your word", failed: "not live" };

function Release({ each, list, activate }) {
  const training = list.trainings[each.id];
  const live = list.active === each.id;
  return html`<div class="card spread" key=${each.id}><div><strong>Release ${each.id}</strong> ${live && html`<span class="chip good">live</span>`}
      ${!live && STATES[training?.state] && html`<span class=${`chip ${training.state === "failed" ? "bad" : "warn"}`}>${STATES[training.state]}</span>`}
      <p class="hint">${day(each.created_at)} ${clock(each.created_at)} by ${each.author}${each.note && `: ${each.note}`}</p>
      ${!live && training && training.state !== "done" && html`<p class="hint">${training.detail}</p>`}</div>
    ${!live && each.model && html`<button class="button" onClick=${() => activate(each.id)}>Make this one live</button>`}</div>`;
}

export function Releases({ changed }) {
  const [list, setList] = useState(null);
  const [problem, setProblem] = useState("");
  const load = () => request("/api/releases").then(setList, (error) => setProblem(error.message));
  useEffect(() => void load(), []);
  const activate = async (id) => {
    try {
      await request(`/api/releases/${id}/activate`, { method: "POST", body: {} });
      await load();
      changed();
    } catch (error) {
      setProblem(error.message);
    }
  };
  return html`<main class="work"><div class="editor"><h2>Releases</h2>
    <p class="hint">What the assistant said at each time. Going back to an earlier release takes effect at once; nothing is lost.</p>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${!list && !problem && html`<p class="empty">Loading…</p>`}
    ${list?.releases.map((each) => html`<${Release} key=${each.id} each=${each} list=${list} activate=${activate} />`)}
  </div></main>`;
}
