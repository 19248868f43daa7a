// The editor's desk: one frame, a screen for each thing an editor does, and the address names where one is.
import "../shared/press.js";
import { Bar } from "../shared/bar.js";
import { html, mount, useEffect, useState } from "../shared/preact.js";
import { Guard } from "../shared/sign_in.js";
import { request } from "../shared/transport.js";
import { Articles } from "./articles.js";
import { Checks } from "./checks.js";
import { Effect } from "./effect.js";
import { Facts } from "./facts.js";
import { Gaps } from "./gaps.js";
import { place, SCREENS } from "./place.js";
import { Publish } from "./publish.js";
import { Releases } from "./releases.js";
import { Voice } from "./voice.js";

const LOOK_MS = 2000;

/** @param {{ screen: string, counts: Record<string, number> }} props */
function Tabs({ screen, counts }) {
  return html`<nav class="tabs" aria-label="Desk">
    ${SCREENS.map(
      ([name, words]) => html`<a key=${name} href=${`#${name}`} aria-current=${name === screen ? "page" : undefined}>
        ${words}${counts[name] > 0 && html` <span class="chip warn">${counts[name]}</span>`}
      </a>`,
    )}
  </nav>`;
}

/** @param {{ user: User, signOut: () => void }} props */
function Desk({ user, signOut }) {
  const [state, setState] = useState(/** @type {Answer.Overview | null} */ (null));
  const [where, setWhere] = useState(place);
  const [problem, setProblem] = useState("");
  const load = () =>
    request("/api/articles").then(
      (answer) => {
        setState(answer);
        setProblem("");
      },
      (error) => setProblem(error.message),
    );
  useEffect(() => {
    load();
    const often = setInterval(load, LOOK_MS);
    const moved = () => setWhere(place());
    addEventListener("hashchange", moved);
    return () => {
      clearInterval(often);
      removeEventListener("hashchange", moved);
    };
  }, []);
  if (!state) return html`<p class="empty">${problem || "Loading…"}</p>`;
  const [screen, what] = where;
  const counts = { voice: state.voice_changed, facts: state.facts_changed };
  const shared = { state, what, user, changed: load };
  return html`<div class="desk">
    <${Bar} title="Baton desk" here="desk" user=${user} signOut=${signOut} />
    <${Tabs} screen=${screen} counts=${counts} />
    <${Publish} state=${state} changed=${load} problem=${problem} />
    ${screen === "articles" && html`<${Articles} ...${shared} />`}
    ${screen === "gaps" && html`<${Gaps} ...${shared} />`}
    ${screen === "effect" && html`<${Effect} />`}
    ${screen === "voice" && html`<${Voice} ...${shared} />`}
    ${screen === "facts" && html`<${Facts} ...${shared} />`}
    ${screen === "checks" && html`<${Checks} ...${shared} />`}
    ${screen === "releases" && html`<${Releases} ...${shared} />`}
  </div>`;
}

mount(
  html`<${Guard} title="Desk" right="articles.write">
    ${(/** @type {User} */ user, /** @type {() => void} */ signOut) =>
      html`<${Desk} user=${user} signOut=${signOut} />`}
  <//>`,
);
