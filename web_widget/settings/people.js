// Colleagues: who may sign in, and what they may do.
import { html, useEffect, useState } from "../shared/preact.js";
import { request } from "../shared/transport.js";

const ROLES = { agent: "Agent: answers customers", supervisor: "Supervisor: also settings and the desk", editor: "Editor: the desk alone", admin: "Admin: everything, colleagues too" };

function Role({ value, set, id }) {
  return html`<select class="input" id=${id} aria-label=${id ? undefined : "Role"} value=${value} onChange=${(event) => set(event.currentTarget.value)}>${Object.entries(ROLES).map(([name, words]) => html`<option key=${name} value=${name}>${words}</option>`)}</select>`;
}

export function People({ me }) {
  const [users, setUsers] = useState(null);
  const [draft, setDraft] = useState({ login: "", name: "", role: "agent" });
  const [link, setLink] = useState(null);
  const [problem, setProblem] = useState("");
  const load = () => request("/api/users").then((got) => setUsers(got.users), (error) => setProblem(error.message));
  useEffect(() => void load(), []);
  const send = async (method, body) => {
    try {
      const got = await request("/api/users", { method, body });
      setLink(got.link ? { login: body.login, address: got.link } : null);
      setProblem("");
      if (method === "POST") setDraft({ login: "", name: "", role: "agent" });
    } catch (error) {
      setProblem(error.message);
    }
    await load();
  };
  if (!users) return html`<p class="empty">${problem || "Loading…"}</p>`;
  const edit = (name) => (event) => setDraft({ ...draft, [name]: event.currentTarget.value });
  return html`<h2>Colleagues</h2>${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${link && html`<div class="notice good stack" role="status"><span>Hand this link to ${link.login}. It works once, for two days.</span><input class="input" readonly aria-label="Link" value=${link.address} onFocus=${(event) => event.currentTarget.select()} /></div>`}
    <form class="card stack" onSubmit=${(event) => (event.preventDefault(), send("POST", draft))}><h3>Invite someone</h3>
      <div class="two"><div class="field"><label for="u-login">Login</label><input class="input" id="u-login" required maxlength="100" autocapitalize="none" value=${draft.login} onInput=${edit("login")} /></div>
        <div class="field"><label for="u-name">Name</label><input class="input" id="u-name" maxlength="120" value=${draft.name} onInput=${edit("name")} /></div>
        <div class="field"><label for="u-role">Role</label><${Role} id="u-role" value=${draft.role} set=${(role) => setDraft({ ...draft, role })} /></div></div>
      <div class="row"><button class="button primary small">Invite</button></div></form>
    ${users.map((each) => html`<article class="card spread wrap" key=${each.login}><div><strong>${each.name}</strong> <span class="hint">${each.login}</span> ${!each.active && html`<span class="chip warn">has not signed in yet</span>`}</div>
      <div class="row wrap"><div><${Role} value=${each.role} set=${(role) => send("PUT", { login: each.login, role })} /></div>
        <button class="button small" onClick=${() => send("PUT", { login: each.login, new_link: true })}>New link</button>
        ${each.login !== me.login && html`<button class="button small danger" onClick=${() => confirm(`${each.name} can sign in no more. What they wrote stays.`) && send("PUT", { login: each.login, disable: true })}>Take out</button>`}</div></article>`)}`;
}
