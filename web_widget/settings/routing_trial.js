// "Try this routing on last week's conversations": who would have gone elsewhere, before it is applied.
import { html, useEffect, useRef, useState } from "../shared/preact.js";
import { counted } from "../shared/text.js";
import { clock, day } from "../shared/time.js";
import { patiently, reasonOf, request } from "../shared/transport.js";
import { keptDraft } from "./arranged.js";
import { worded } from "./sections.js";
import { added, destinationWords, NOTHING } from "./trial.js";

/** @typedef {import("./trial.js").Trial} Trial */

/** The sections by which a hand-off is routed. */
export const ROUTED = /** @type {const} */ (["departments", "skills", "segments"]);
const SHOWN = 50;

/** The routing as it is written on the screens, applied or not. @param {Answer.Sections} now */
function drafted(now) {
  const values = ROUTED.map((name) => [name, keptDraft(name) ?? now.sections[name]]);
  return /** @type {Pick<Arranged.Configuration, typeof ROUTED[number]>} */ (Object.fromEntries(values));
}

/** A trial that runs page by page; another draft ends it. @param {object} draft */
function useTrial(draft) {
  const [trial, setTrial] = useState(/** @type {Trial | null} */ (null));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const run = useRef(0);
  const stop = () => {
    run.current += 1;
    setBusy(false);
  };
  const begin = async () => {
    if (busy) return;
    run.current += 1;
    const mine = run.current;
    const wanted = () => run.current === mine;
    setBusy(true);
    setProblem("");
    setTrial(null);
    try {
      for (let so = NOTHING; wanted() && (so.left || so === NOTHING); ) {
        const body = { ...draft, after: so.last };
        so = added(so, await patiently(() => request("/api/settings/routing/try", { method: "POST", body }), wanted));
        if (wanted()) setTrial(so);
      }
    } catch (error) {
      if (wanted()) setProblem(worded(reasonOf(error)));
    }
    if (wanted()) setBusy(false);
  };
  const key = JSON.stringify(draft);
  useEffect(() => {
    setTrial(null);
    setProblem("");
    return stop;
  }, [key]);
  return { trial, busy, problem, begin, stop };
}

/** @param {{ trial: Trial, names: Record<string, string> }} props */
function Counts({ trial, names }) {
  const departments = [...new Set([...Object.keys(trial.before), ...Object.keys(trial.after)])].sort();
  return html`<table class="table">
    <caption class="hidden-text">Hand-offs by department</caption>
    <thead>
      <tr><th scope="col">Department</th><th scope="col">Routing now</th><th scope="col">This routing</th></tr>
    </thead>
    <tbody>
      ${departments.map(
        (name) => html`<tr key=${name} class=${trial.before[name] === trial.after[name] ? "" : "differs"}>
          <th scope="row">${name ? (names[name] ?? name) : "No department"}</th>
          <td>${trial.before[name] ?? 0}</td>
          <td>${trial.after[name] ?? 0}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** @param {{ changed: Answer.RoutingTrialDifference[], names: Record<string, string> }} props */
function Changed({ changed, names }) {
  const [most, setMost] = useState(SHOWN);
  return html`<ul class="changes">
      ${changed.slice(0, most).map(
        ({ conversation, seq, at, reason, before, after }) => html`<li key=${`${conversation}${seq}`}>
          <a href=${`console#${conversation}`}>${day(at)} ${clock(at)}, ${reason.replaceAll("_", " ")}</a>
          <span class="hint">
            ${destinationWords(before, after, names)} → <strong>${destinationWords(after, before, names)}</strong>
          </span>
        </li>`,
      )}
    </ul>
    ${
      changed.length > most &&
      html`<button type="button" class="button small" onClick=${() => setMost(most + SHOWN)}>Show more</button>`
    }`;
}

/** @param {{ trial: Trial, names: Record<string, string>, busy: boolean }} props */
function Result({ trial, names, busy }) {
  const { changed, handOffs } = trial;
  if (handOffs === 0 && !busy) return html`<p role="status">No conversation was handed off in the last seven days.</p>`;
  return html`
    <p role="status">
      <strong>${changed.length} of ${counted(handOffs, "hand-off", "hand-offs")}</strong> would have gone elsewhere.
    </p>
    <${Counts} trial=${trial} names=${names} />
    <${Changed} changed=${changed} names=${names} />
  `;
}

/** @param {{ trial: Trial | null, stop: () => void }} props */
function Progress({ trial, stop }) {
  const { conversations, left } = trial ?? NOTHING;
  const all = conversations + left;
  return html`<div class="row">
    <progress aria-label="Conversations looked at" max=${all || 1} value=${all ? conversations : undefined} />
    <span class="hint">
      ${all ? `${conversations} of ${counted(all, "conversation", "conversations")}` : "Reading…"}
    </span>
    <button type="button" class="button small" onClick=${stop}>Stop</button>
  </div>`;
}

/** @param {{ now: Answer.Sections }} props */
export function RoutingTrial({ now }) {
  const draft = drafted(now);
  const { trial, busy, problem, begin, stop } = useTrial(draft);
  const named = [...now.sections.departments, ...now.sections.skills, ...draft.departments, ...draft.skills];
  const names = Object.fromEntries(named.map(({ id, name }) => [id, name || id]));
  return html`<section class="card stack" aria-label="Try this routing">
    <div class="spread wrap">
      <h3>Try this routing on last week’s conversations</h3>
      <button type="button" class="button small" disabled=${busy} onClick=${begin}>${busy ? "Trying…" : "Try"}</button>
    </div>
    <p class="hint">
      Departments, skills and segments as they are on these screens, with your unsaved changes. Nothing is applied.
    </p>
    ${busy && html`<${Progress} trial=${trial} stop=${stop} />`}
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${
      trial &&
      !busy &&
      trial.left > 0 &&
      html`<p class="notice">Stopped after ${trial.conversations} conversations: ${trial.left} were not looked at.</p>`
    }
    ${trial && html`<${Result} trial=${trial} names=${names} busy=${busy} />`}
  </section>`;
}
