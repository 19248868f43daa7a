// One article: its words, how customers ask for it, how it will look, and what it was before.
import { html, useEffect, useState } from "../shared/preact.js";
import { clock, day } from "../shared/time.js";
import { request } from "../shared/transport.js";

const PREVIEW_MS = 250;
const FEW = 8;
const STEPS = `## plug
Is it plugged in?
- Yes -> person
- No -> plug_in

## plug_in
Please plug it in. Does it work now?
- Yes -> solved
- No -> person`;

function toDraft(article) {
  return { topic: article.topic, title: article.title, answer: article.answer, questions: article.questions.join("\n"), steps: article.steps };
}

function Preview({ answer }) {
  const [shown, setShown] = useState("");
  const [problem, setProblem] = useState("");
  useEffect(() => {
    const later = setTimeout(() => {
      request("/api/preview", { method: "POST", body: { answer } }).then((got) => (setShown(got.html), setProblem("")), (error) => setProblem(error.message));
    }, PREVIEW_MS);
    return () => clearTimeout(later);
  }, [answer]);
  return html`<div class="field"><span class="label">As the customer sees it</span>
    <div class="card">${problem ? html`<p class="notice bad">${problem}</p>` : html`<div class="bubble" dangerouslySetInnerHTML=${{ __html: shown || "<p>…</p>" }} />`}</div></div>`;
}

function Versions({ detail, restore }) {
  if (detail.versions.length === 0) return null;
  return html`<details><summary class="label">Earlier versions (${detail.versions.length})</summary>
    <ul class="versions">${detail.versions.map((each) => html`<li class="card spread" key=${each.version}>
      <span>Version ${each.version} by ${each.author}, ${day(each.created_at)} ${clock(each.created_at)} ${detail.live === each.version && html`<span class="chip good">live</span>`}</span>
      <button type="button" class="button small" onClick=${() => restore(each)}>Put into the editor</button></li>`)}</ul></details>`;
}

/** @param {{id: string|null, topics: string[], saved: (id: string) => void, back: () => void}} props */
export function Editor({ id, topics, saved, back }) {
  const [detail, setDetail] = useState(null);
  const [draft, setDraft] = useState(null);
  const [problem, setProblem] = useState("");
  const [note, setNote] = useState("");
  const load = async () => {
    const got = id ? await request(`/api/articles/${id}`) : { article: { id: "", topic: topics[0] ?? "general", title: "", answer: "", questions: [], steps: "", version: 0 }, versions: [], live: null };
    setDetail(got);
    setDraft(toDraft(got.article));
  };
  useEffect(() => {
    setDraft(null);
    setProblem("");
    setNote("");
    load().catch((error) => setProblem(error.message));
  }, [id]);
  if (!draft) return html`<p class="empty">${problem || "Loading…"}</p>`;
  const questions = draft.questions.split("\n").map((each) => each.trim()).filter(Boolean);
  const changed = JSON.stringify(draft) !== JSON.stringify(toDraft(detail.article));
  const edit = (name) => (event) => (setDraft({ ...draft, [name]: event.currentTarget.value }), setNote(""));
  const submit = async (event) => {
    event.preventDefault();
    const identity = id ?? draft.title.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^[^a-z]+|_+$/g, "").slice(0, 60);
    try {
      await request(`/api/articles/${identity}`, { method: "PUT", body: { ...draft, questions, base: detail.article.version } });
      setProblem("");
      setNote("Saved. It is not live until you publish.");
      saved(identity);
      if (id) await load();
    } catch (error) {
      setProblem(error.message);
    }
  };
  return html`<form class="editor" onSubmit=${submit}>
    <div class="row"><button type="button" class="button small back" onClick=${back}>Back</button><h2>${id ? detail.article.title : "New article"}</h2>
      ${id && html`<span class="chip">${id}@${detail.article.version}</span>`}</div>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${note && html`<p class="notice good" role="status">${note}</p>`}
    <div class="two">
      <div class="field"><label for="title">Title, as a question a customer would ask</label><input class="input" id="title" value=${draft.title} onInput=${edit("title")} required maxlength="200" /></div>
      <div class="field"><label for="topic">Topic</label><input class="input" id="topic" list="topics" value=${draft.topic} onInput=${edit("topic")} required maxlength="60" />
        <datalist id="topics">${topics.map((each) => html`<option value=${each} />`)}</datalist></div>
    </div>
    <div class="two">
      <div class="field"><label for="answer">Answer</label><textarea class="input" id="answer" value=${draft.answer} onInput=${edit("answer")} required maxlength="10000" />
        <span class="hint">**bold**, - lists and [links](https://…) work.</span></div>
      <${Preview} answer=${draft.answer} />
    </div>
    <div class="field"><label for="questions">How customers ask for it, one question a line</label>
      <textarea class="input questions" id="questions" value=${draft.questions} onInput=${edit("questions")} />
      <span class="hint">${questions.length} questions. ${questions.length < FEW ? `The assistant recognises it better with ${FEW} or more that differ in their words.` : "Changed questions are learnt when you publish."}</span></div>
    <details open=${draft.steps !== ""}><summary class="label">Steps for a trouble${draft.steps ? "" : " (none)"}</summary>
      <div class="field"><label for="steps">What the assistant asks, one step at a time</label>
        <textarea class="input questions" id="steps" value=${draft.steps} onInput=${edit("steps")} maxlength="20000" placeholder=${STEPS} />
        <span class="hint">A step is a name after ##, what to say, and the choices. Each leads to another step, to solved, or to person.</span></div></details>
    <div class="row"><button class="button primary" disabled=${!changed}>Save</button>
      ${changed && html`<button type="button" class="button" onClick=${() => setDraft(toDraft(detail.article))}>Undo changes</button>`}</div>
    <${Versions} detail=${detail} restore=${(each) => setDraft(toDraft(each))} />
  </form>`;
}
