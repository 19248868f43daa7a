// Reports: how it goes now, and how it went.
import { Bar } from "../shared/bar.js";
import { html, mount, useEffect, useState } from "../shared/preact.js";
import { Guard } from "../shared/sign_in.js";
import "../shared/press.js";
import { Now } from "./now.js";
import { Period } from "./period.js";

const place = () => new URLSearchParams(location.hash.slice(1));

/** @param {{ user: User, signOut: () => void }} props */
function Reports({ user, signOut }) {
  const [where, setWhere] = useState(place);
  useEffect(() => {
    const moved = () => setWhere(place());
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  const period = where.get("view") === "period";
  return html`<div class="reports">
    <${Bar} title="Baton reports" here="reports" user=${user} signOut=${signOut} />
    <nav class="views row" aria-label="Reports">
      <a class="button small" href="#view=now" aria-current=${period ? undefined : "page"}>Now</a>
      <a class="button small" href="#view=period" aria-current=${period ? "page" : undefined}>Today and before</a>
    </nav>
    <main class="page stack">${period ? html`<${Period} place=${where} />` : html`<${Now} />`}</main>
  </div>`;
}

mount(
  html`<${Guard} title="Reports" right="reports">
    ${(/** @type {User} */ user, /** @type {() => void} */ signOut) =>
      html`<${Reports} user=${user} signOut=${signOut} />`}
  <//>`,
);
