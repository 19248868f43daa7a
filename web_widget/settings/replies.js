// Canned replies: what colleagues say often, behind a shortcut.
import { html, useEffect, useState } from "../shared/preact.js";
import { request } from "../shared/transport.js";

const EMPTY = { id: "", shortcut: "", title: "", text: "" };

function Edit({ reply, done }) {
  const [draft, setDraft] = useState(reply);
  const [problem, setProblem] = useState("");
  const edit = (name) => (event) => setDraft({ ...draft, [name]: event.currentTarget.value });
  const save = async (event) => {
    event.preventDefault();
    try {
      const { id, shortcut, title, text } = draft;
      await request("/api/replies", { method: "PUT", body: { id, shortcut, title, text } });
      done();
    } catch (error) {
      setProblem(error.message);
    }
  };
  return html`<form class="card stack" onSubmit=${save}>${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    <div class="two"><div class="field"><label for="r-shortcut">Shortcut</label><input class="input" id="r-shortcut" required maxlength="40" placeholder="refund-late" value=${draft.shortcut} onInput=${edit("shortcut")} /></div>
      <div class="field"><label for="r-title">Title (optional)</label><input class="input" id="r-title" maxlength="120" value=${draft.title} onInput=${edit("title")} /></div></div>
    <div class="field"><label for="r-text">Words</label><textarea class="input" id="r-text" rows="4" required maxlength="4000" value=${draft.text} onInput=${edit("text")} />
      <span class="hint">{customer} and {agent} become their names, facts like {{return_days}} their values.</span></div>
    <div class="row"><button class="button primary small">Keep</button><button type="button" class="button small" onClick=${done}>Leave it</button></div></form>`;
}

export function Replies() {
  const [found, setFound] = useState(null);
  const [editing, setEditing] = useState(null);
  const [gone, setGone] = useState(null);
  const [problem, setProblem] = useState("");
  const load = () => request("/api/replies").then(setFound, (error) => setProblem(error.message));
  useEffect(() => void load(), []);
  const drop = async (reply) => (await request(`/api/replies/${reply.id}`, { method: "DELETE", body: {} }).catch((error) => setProblem(error.message)), setGone({ ...reply, text: found.written[reply.id], id: "" }), load());
  const back = async () => (await request("/api/replies", { method: "PUT", body: { id: "", shortcut: gone.shortcut, title: gone.title, text: gone.text } }).catch((error) => setProblem(error.message)), setGone(null), load());
  if (!found) return html`<p class="empty">${problem || "Loading…"}</p>`;
  return html`<div class="spread"><h2>Canned replies</h2><button class="button small" onClick=${() => setEditing(EMPTY)}>New reply</button></div>
    <p class="hint">In the console, / and a few letters bring them.</p>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${gone && html`<p class="notice spread" role="status">“/${gone.shortcut}” is taken out. <button class="button small" onClick=${back}>Undo</button></p>`}
    ${editing && html`<${Edit} key=${editing.id} reply=${editing} done=${() => (setEditing(null), load())} />`}
    ${found.replies.length === 0 && !editing && html`<p class="empty">No replies yet. What do your colleagues type ten times a day?</p>`}
    ${found.replies.map((each) => html`<article class="card stack" key=${each.id}><div class="spread"><h3>/${each.shortcut}</h3><span class="row"><button class="button small" onClick=${() => setEditing({ ...each, text: found.written[each.id] })}>Edit</button><button class="button small danger" onClick=${() => drop(each)}>Take out</button></span></div>
      <p class="plain">${each.text}</p><p class="hint">by ${each.author}</p></article>`)}`;
}
