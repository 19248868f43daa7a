// The sign-in form that console and desk share, and the guard that shows it.
import { fieldsOf } from "./form.js";
import { useOnce } from "./once.js";
import { html, useEffect, useState } from "./preact.js";
import { reasonOf, request } from "./transport.js";

/** @param {unknown} one @param {unknown} other */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Shows `children(user, signOut)` to whoever is signed in and may use `right`, the form to everyone else.
 * @param {{ title: string, right: string, children: (user: User, signOut: () => void) => Drawn }} props
 */
export function Guard({ title, right, children }) {
  const [user, setUser] = useState(/** @type {User | null | undefined} */ (undefined));
  useEffect(() => {
    request("/api/me").then(
      (answer) => setUser(answer.user),
      () => setUser(null),
    );
    // Whoever comes back to the window may have got another role meanwhile, or signed out elsewhere.
    /** @param {Answer.SignedIn} answer */
    const meet = ({ user: now }) =>
      setUser((before) => {
        if (before && before.id !== now.id) location.reload(); // nothing of one person's is left to the next
        return same(before, now) ? before : now;
      });
    const back = () =>
      document.visibilityState === "visible" &&
      request("/api/me").then(meet, (error) => error.code === "not_signed_in" && setUser(null));
    document.addEventListener("visibilitychange", back);
    return () => document.removeEventListener("visibilitychange", back);
  }, []);
  const signOut = useOnce(async () => {
    await request("/api/sign-out", { method: "POST", body: {} });
    setUser(null);
  });
  if (user === undefined) return html`<div class="sign-in"><p class="hint">Loading…</p></div>`;
  if (user === null) return html`<${SignIn} title=${title} onUser=${setUser} />`;
  if (!user.may.includes(right)) return html`<${NotAllowed} user=${user} title=${title} signOut=${signOut} />`;
  return children(user, signOut);
}

/** @param {{ title: string, onUser: (user: User) => void }} props */
function SignIn({ title, onUser }) {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  /** @param {Happening} event */
  const submit = async (event) => {
    event.preventDefault();
    const { login, password } = fieldsOf(event.currentTarget);
    setBusy(true);
    try {
      const body = { login, password };
      onUser((await request("/api/sign-in", { method: "POST", body })).user);
    } catch (error) {
      setProblem(reasonOf(error));
      setBusy(false);
    }
  };
  return html`<main class="sign-in">
    <form class="card stack" onSubmit=${submit}>
      <h1>${title}</h1>
      <div class="field">
        <label for="login">Login</label>
        <input class="input" id="login" name="login" autocomplete="username" autocapitalize="none" required autofocus />
      </div>
      <div class="field">
        <label for="password">Password</label>
        <input class="input" id="password" name="password" type="password" autocomplete="current-password" required />
      </div>
      ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
      <button class="button primary" disabled=${busy}>${busy ? "Signing in…" : "Sign in"}</button>
      <${Forgotten} />
    </form>
  </main>`;
}

/** The same answer for every login: it tells nobody who works here. */
function Forgotten() {
  const [told, setTold] = useState("");
  /** @param {Happening} event */
  const ask = async (event) => {
    const login = fieldsOf(event.currentTarget.form).login.trim();
    if (!login) return setTold("Enter your login above first.");
    await request("/api/forgotten", { method: "POST", body: { login } }).then(
      () =>
        setTold(
          "If this login has an email address, we have sent you an email with a link. " +
            "Otherwise, ask an admin to create a link under Settings, Team.",
        ),
      (error) => setTold(error.message),
    );
  };
  return html`<div class="stack">
    <button type="button" class="button quiet small" onClick=${ask}>First time here, or forgot your password?</button>
    ${told && html`<p class="hint" role="status">${told}</p>`}
  </div>`;
}

/** @param {{ user: User, title: string, signOut: () => void }} props */
function NotAllowed({ user, title, signOut }) {
  return html`<main class="sign-in">
    <div class="card stack">
      <h1>${title}</h1>
      <p>You are signed in as ${user.name}. Your role (${user.role}) does not have access to this page.</p>
      <button class="button" onClick=${signOut}>Sign in with another account</button>
    </div>
  </main>`;
}
