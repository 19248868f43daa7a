// Where a one-time link leads: choose a password and sign in.
import { roomsOf } from "../shared/bar.js";
import { fieldsOf } from "../shared/form.js";
import { html, mount, useEffect, useState } from "../shared/preact.js";
import { base, reasonOf, request } from "../shared/transport.js";

const token = location.hash.slice(1);
const SHORTEST = 10;

/** @type {Record<string, string>} */
const WORK = { console: "answer customers", desk: "edit articles", settings: "set up how Baton works" };

/** @param {{ user: User }} props */
function Done({ user }) {
  return html`<div class="card stack">
    <h1>You're all set.</h1>
    <p>Where would you like to start?</p>
    ${roomsOf(user).map(
      ([name, words], at) => html`<a
        key=${name}
        class=${`button ${at === 0 ? "primary" : ""}`}
        href=${`${base()}/${name}`}
      >
        ${words}: ${WORK[name]}
      </a>`,
    )}
  </div>`;
}

/** @param {{ owner: Answer.Looked, done: (user: User) => void }} props */
function Form({ owner, done }) {
  const [problem, setProblem] = useState("");
  /** @param {Happening} event */
  const submit = async (event) => {
    event.preventDefault();
    const { password, name } = fieldsOf(event.currentTarget);
    try {
      const { user } = await request("/api/welcome", {
        method: "POST",
        body: { token, password, name },
      });
      history.replaceState(null, "", location.pathname);
      done(user);
    } catch (error) {
      setProblem(reasonOf(error));
    }
  };
  return html`<form class="card stack" onSubmit=${submit}>
    <h1>Welcome to Baton</h1>
    <p class="hint">Your login is <strong>${owner.login}</strong>. Customers see the name you choose here.</p>
    <input type="hidden" name="username" autocomplete="username" value=${owner.login} />
    <div class="field">
      <label for="name">Your name</label>
      <input class="input" id="name" name="name" maxlength="100" value=${owner.name} autocomplete="name" />
    </div>
    <div class="field">
      <label for="password">Password</label>
      <input
        class="input"
        id="password"
        name="password"
        type="password"
        minlength=${SHORTEST}
        required
        autocomplete="new-password"
        aria-describedby="rule"
      />
      <span class="hint" id="rule">At least ${SHORTEST} characters.</span>
    </div>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    <button class="button primary">Set password and sign in</button>
  </form>`;
}

function Welcome() {
  const [owner, setOwner] = useState(/** @type {Answer.Looked | null} */ (null));
  const [problem, setProblem] = useState("");
  const [user, setUser] = useState(/** @type {User | null} */ (null));
  useEffect(() => {
    request("/api/welcome/look", { method: "POST", body: { token } }).then(setOwner, (error) =>
      setProblem(error.message),
    );
  }, []);
  const inner = user
    ? html`<${Done} user=${user} />`
    : owner
      ? html`<${Form} owner=${owner} done=${setUser} />`
      : html`<div class="card stack">
        <h1>Welcome to Baton</h1>
        <p>${problem || "Loading…"}</p>
        ${problem && html`<a class="button" href=${`${base()}/console`}>Sign in instead</a>`}
      </div>`;
  return html`<main class="sign-in">${inner}</main>`;
}

mount(html`<${Welcome} />`);
