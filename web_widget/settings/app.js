// The settings: what supervisors and admins change while Baton runs.
import { html, render, useEffect, useState } from "../shared/preact.js";
import { Guard } from "../shared/sign_in.js";
import { People } from "./people.js";
import { Replies } from "./replies.js";
import { Rewind } from "./rewind.js";
import { Site } from "./site.js";
import { Triage } from "./triage.js";

const SCREENS = [["triage", "Letting go", "settings"], ["replies", "Canned replies", "replies.write"], ["people", "Colleagues", "users.manage"], ["site", "Website", "settings"], ["rewind", "Rewind", "settings"]];

function place() {
  const [screen, ...rest] = location.hash.slice(1).split("/");
  return [SCREENS.some(([name]) => name === screen) ? screen : "triage", rest.join("/") || null];
}

function Settings({ user, signOut }) {
  const [where, setWhere] = useState(place);
  useEffect(() => {
    const moved = () => setWhere(place());
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  const [screen, what] = where;
  return html`<div class="settings">
    <header class="bar"><h1>Baton settings</h1>
      <a class="button small quiet long" href="console">Console</a>${user.may.includes("articles.write") && html`<a class="button small quiet long" href="desk">Desk</a>`}
      <span class="hint long">${user.name}</span><button class="button small" onClick=${signOut}>Sign out</button></header>
    <nav class="tabs" aria-label="Settings">${SCREENS.filter(([, , right]) => user.may.includes(right)).map(([name, words]) => html`<a key=${name} href=${`#${name}`} aria-current=${name === screen ? "page" : undefined}>${words}</a>`)}</nav>
    <main class="page stack">
      ${screen === "triage" && html`<${Triage} />`}
      ${screen === "replies" && html`<${Replies} />`}
      ${screen === "people" && html`<${People} me=${user} />`}
      ${screen === "site" && html`<${Site} />`}
      ${screen === "rewind" && html`<${Rewind} key=${what} conversation=${what} />`}
    </main></div>`;
}

render(html`<${Guard} title="Settings" right="settings">${(user, signOut) => html`<${Settings} user=${user} signOut=${signOut} />`}<//>`, document.getElementById("app"));
