// The desk: articles by topic, their words and questions, publishing and taking it back.
import { html, render, useEffect, useState } from "../shared/preact.js";
import { Guard } from "../shared/sign_in.js";
import { clock, day } from "../shared/time.js";
import { request } from "../shared/transport.js";
import { Editor } from "./editor.js";

const LOOK_MS = 2000;
const CHIPS = { changed: "warn", new: "warn" };
const WORDS = { changed: "changed", new: "new" };

function Articles({ articles, chosen, choose }) {
  const [find, setFind] = useState("");
  const wanted = articles.filter((each) => `${each.title} ${each.topic} ${each.id}`.toLowerCase().includes(find.toLowerCase()));
  const topics = [...new Set(wanted.map((each) => each.topic))];
  return html`<nav class="articles" aria-label="Articles">
    <div class="find"><input class="input" type="search" placeholder="Find an article" aria-label="Find an article" value=${find} onInput=${(event) => setFind(event.currentTarget.value)} />
      <button class="button small" onClick=${() => choose(null)}>New article</button></div>
    ${articles.length === 0 && html`<p class="empty">No articles yet. Write the first one: what do customers ask most?</p>`}
    ${articles.length > 0 && wanted.length === 0 && html`<p class="empty">Nothing matches “${find}”.</p>`}
    ${topics.map((topic) => html`<section key=${topic}><h2>${topic}</h2>
      ${wanted.filter((each) => each.topic === topic).map((each) => html`<button class="entry" key=${each.id} aria-current=${each.id === chosen} onClick=${() => choose(each.id)}>
        <span>${each.title}</span>${CHIPS[each.state] && html`<span class=${`chip ${CHIPS[each.state]}`}>${WORDS[each.state]}</span>`}</button>`)}</section>`)}
  </nav>`;
}

function Publish({ state, publish, problem }) {
  const [note, setNote] = useState("");
  const waiting = state.articles.filter((each) => each.state !== "live").length;
  const { training } = state;
  const busy = training && (training.state === "waiting" || training.state === "training");
  const words = busy ? "The assistant is learning the new questions; customers keep getting the old answers until it is done (about 15 s)."
    : training?.state === "failed" && waiting ? `The last training failed: ${training.detail}` : "";
  return html`<div class="publish">
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${words && html`<p class=${`notice ${busy ? "" : "bad"}`} role="status">${words}</p>`}
    ${!busy && waiting > 0 && html`<span>${waiting} ${waiting === 1 ? "article is" : "articles are"} saved and not live.</span>
      <input class="input grow" aria-label="What changed" placeholder="What changed? (optional)" maxlength="300" value=${note} onInput=${(event) => setNote(event.currentTarget.value)} />
      <button class="button primary" onClick=${() => (publish(note), setNote(""))}>Publish</button>`}
    ${!busy && waiting === 0 && html`<span class="hint">Everything is live${state.release ? ` (release ${state.release.id}, ${day(state.release.created_at)} ${clock(state.release.created_at)})` : ""}.</span>`}
  </div>`;
}

function Releases({ close, changed }) {
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
  return html`<div class="editor"><div class="spread"><h2>Releases</h2><button class="button small" onClick=${close}>Back to the articles</button></div>
    <p class="hint">What the assistant said at each time. Going back to an earlier release takes effect at once; nothing is lost.</p>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${list?.releases.map((each) => html`<div class="card spread" key=${each.id}><div><strong>Release ${each.id}</strong> ${list.active === each.id && html`<span class="chip good">live</span>`}
      <p class="hint">${day(each.created_at)} ${clock(each.created_at)} by ${each.author}${each.note && `: ${each.note}`}</p></div>
      ${list.active !== each.id && (each.model ? html`<button class="button" onClick=${() => activate(each.id)}>Make this one live</button>` : html`<span class="chip">never trained</span>`)}</div>`)}
  </div>`;
}

function Desk({ user, signOut }) {
  const [state, setState] = useState(null);
  const [chosen, setChosen] = useState(undefined);
  const [problem, setProblem] = useState("");
  const load = () => request("/api/articles").then((got) => (setState(got), setProblem("")), (error) => setProblem(error.message));
  useEffect(() => {
    load();
    const often = setInterval(load, LOOK_MS);
    return () => clearInterval(often);
  }, []);
  const publish = async (note) => {
    try {
      await request("/api/publish", { method: "POST", body: { note } });
      await load();
    } catch (error) {
      setProblem(error.message);
    }
  };
  if (!state) return html`<p class="empty">${problem || "Loading…"}</p>`;
  const topics = [...new Set(state.articles.map((each) => each.topic))];
  const working = chosen !== undefined;
  return html`<div class=${`desk ${working ? "in-work" : ""}`}>
    <header class="bar"><h1>Baton desk</h1>
      <button class="button small quiet" onClick=${() => setChosen("releases!")}>Releases</button>
      ${user.may.includes("inbox") && html`<a class="button small quiet long" href="console">Console</a>`}
      <span class="hint long">${user.name}</span><button class="button small" onClick=${signOut}>Sign out</button></header>
    <${Publish} state=${state} publish=${publish} problem=${problem} />
    <${Articles} articles=${state.articles} chosen=${chosen} choose=${setChosen} />
    <main class="work">${chosen === undefined ? html`<div class="empty"><h2>Choose an article</h2><p>Correct its words, or add how customers ask for it.</p></div>`
      : chosen === "releases!" ? html`<${Releases} close=${() => setChosen(undefined)} changed=${load} />`
      : html`<${Editor} key=${chosen} id=${chosen} topics=${topics} saved=${(id) => (load(), setChosen(id))} back=${() => setChosen(undefined)} />`}</main>
  </div>`;
}

render(
  html`<${Guard} title="Editor's desk" right="articles.write">${(user, signOut) => html`<${Desk} user=${user} signOut=${signOut} />`}<//>`,
  document.getElementById("app"),
);
