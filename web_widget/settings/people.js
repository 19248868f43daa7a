// The team: who may sign in, what they may do and what they answer for.
import { instead } from "../shared/form.js";
import { useOnce } from "../shared/once.js";
import { html, useEffect, useState } from "../shared/preact.js";
import { reasonOf, request } from "../shared/transport.js";
import { Field } from "./fields.js";
import { numberProblem } from "./numbers.js";

const ROLES = {
  agent: "Agent: answers customers",
  supervisor: "Supervisor: also settings and the desk",
  editor: "Editor: the desk only",
  admin: "Admin: everything, including the team",
};
/** @type {SectionField} */
const CAPACITY = {
  name: "capacity",
  label: "Capacity (conversations)",
  kind: "number",
  from: 0,
  to: 100,
  step: 0.5,
  about: "How many they carry at once. A frustrated one counts 1.5, a furious or dangerous one 2. 0: as in Assignment.",
};
/** @type {Required<Body.UserDraft>} */
const NEW = { login: "", name: "", role: "agent", email: "" };

/**
 * @typedef {NonNullable<Body.UserDraft["role"]>} RoleName
 * @typedef {{ login: string, email?: string, sent: boolean, address: string }} SignInLink
 * @typedef {{ departments: Answer.Named[], skills: Answer.Named[] }} Teams
 */

/** @param {{ value: string, set: (role: string) => void, id: string }} props */
function Role({ value, set, id }) {
  return html`<select class="input" id=${id} value=${value} onChange=${(event) => set(event.currentTarget.value)}>
    ${Object.entries(ROLES).map(([name, words]) => html`<option key=${name} value=${name}>${words}</option>`)}
  </select>`;
}

/** @param {{ words: string, options: Answer.Named[], value: string[], set: (value: string[]) => void }} props */
function Ticks({ words, options, value, set }) {
  if (options.length === 0) return null;
  /** @param {string} name */
  const turn = (name) => set(value.includes(name) ? value.filter((item) => item !== name) : [...value, name]);
  return html`<fieldset class="ticks">
    <legend class="label">${words}</legend>
    <span class="row wrap">
      ${options.map(
        (option) => html`<label class="check" key=${option.id}>
          <input type="checkbox" checked=${value.includes(option.id)} onChange=${() => turn(option.id)} /> ${
            option.name || option.id
          }
        </label>`,
      )}
    </span>
  </fieldset>`;
}

/**
 * @param {{
 *   user: Answer.UserLine,
 *   me: User,
 *   sections: Teams,
 *   change: (body: Body.UserChange) => void,
 * }} props
 */
function Person({ user, me, sections, change }) {
  const [draft, setDraft] = useState(user);
  useEffect(() => setDraft(user), [user]);
  /** @param {"name" | "email" | "role"} name @returns {(event: Happening) => void} */
  const edit = (name) => (event) => setDraft({ ...draft, [name]: event.currentTarget.value });
  const id = `p-${user.login}`;
  const changed = JSON.stringify(draft) !== JSON.stringify(user);
  const { login, name, role, email, departments, skills, capacity } = draft;
  /** @param {Happening} event */
  const keep = (event) => {
    event.preventDefault();
    change({
      login,
      name,
      email,
      departments,
      skills,
      capacity: capacity ?? 0,
      ...(role !== user.role && { role: /** @type {RoleName} */ (role) }),
    });
  };
  return html`<details class="card">
    <summary>
      <strong>${user.name}</strong> <span class="hint">
        ${user.login}, ${user.role}${user.email && `, ${user.email}`}
      </span> ${!user.active && html`<span class="chip warn">not signed in yet</span>`}
    </summary>
    <form class="stack" onSubmit=${keep}>
      <div class="two">
        <div class="field">
          <label for=${`${id}-name`}>Name</label>
          <input class="input" id=${`${id}-name`} maxlength="120" value=${name} onInput=${edit("name")} />
        </div>
        <div class="field">
          <label for=${`${id}-email`}>Email</label>
          <input
            class="input"
            id=${`${id}-email`}
            type="email"
            maxlength="200"
            value=${email}
            onInput=${edit("email")}
          />
        </div>
        <div class="field">
          <label for=${`${id}-role`}>Role</label>
          <${Role}
            id=${`${id}-role`}
            value=${role}
            set=${(/** @type {string} */ next) => setDraft({ ...draft, role: next })}
          />
        </div>
        ${
          role !== "editor" &&
          html`<${Field}
            field=${CAPACITY}
            id=${`${id}-capacity`}
            item=${draft}
            set=${(/** @type {number} */ next) => setDraft({ ...draft, capacity: next })}
            choices=${{}}
          />`
        }
      </div>
      <${Ticks}
        words="Departments (none means all)"
        options=${sections.departments}
        value=${departments}
        set=${(/** @type {string[]} */ next) => setDraft({ ...draft, departments: next })}
      />
      <${Ticks}
        words="Skills"
        options=${sections.skills}
        value=${skills}
        set=${(/** @type {string[]} */ next) => setDraft({ ...draft, skills: next })}
      />
      <div class="row">
        <button
          class="button primary small"
          disabled=${!changed || Boolean(numberProblem(CAPACITY, capacity))}
        >
          Save
        </button>
        <button type="button" class="button small" onClick=${() => change({ login, new_link: true })}>
          Create sign-in link
        </button>
        ${
          login !== me.login &&
          html`<button
            type="button"
            class="button small danger"
            onClick=${() =>
              confirm(
                `Disable ${user.name}? They can no longer sign in. ` +
                  "Their messages are kept, and you can undo this in the audit log.",
              ) && change({ login, disable: true })}
          >
            Disable
          </button>`
        }
      </div>
    </form>
  </details>`;
}

/** @param {Happening} event */
const select = ({ currentTarget }) => currentTarget instanceof HTMLInputElement && currentTarget.select();

/** @param {{ link: SignInLink }} props */
function Link({ link }) {
  const words = link.sent
    ? `An email with this link is on its way to ${link.email}. The link works once, for two days.`
    : `Share this link with ${link.login}. It works once, for two days.`;
  return html`<div class="notice good stack" role="status">
    <span>${words}</span>
    <input class="input" readonly aria-label="Link" value=${link.address} onFocus=${select} />
  </div>`;
}

/** @param {{ invite: (body: Required<Body.UserDraft>) => Promise<boolean> }} props */
function Invite({ invite }) {
  const [draft, setDraft] = useState(NEW);
  /** @param {"login" | "name" | "email" | "role"} name @returns {(event: Happening) => void} */
  const edit = (name) => (event) => setDraft({ ...draft, [name]: event.currentTarget.value });
  const send = instead(async () => {
    if (await invite(draft)) setDraft(NEW);
  });
  return html`<form class="card stack" onSubmit=${send}>
    <h3>Invite a team member</h3>
    <div class="two">
      <div class="field">
        <label for="u-login">Login</label>
        <input
          class="input"
          id="u-login"
          required
          maxlength="100"
          autocapitalize="none"
          value=${draft.login}
          onInput=${edit("login")}
        />
      </div>
      <div class="field">
        <label for="u-name">Name</label>
        <input class="input" id="u-name" maxlength="120" value=${draft.name} onInput=${edit("name")} />
      </div>
      <div class="field">
        <label for="u-email">Email (optional)</label>
        <input class="input" id="u-email" type="email" maxlength="200" value=${draft.email} onInput=${edit("email")} />
      </div>
      <div class="field">
        <label for="u-role">Role</label>
        <${Role}
          id="u-role"
          value=${draft.role}
          set=${(/** @type {RoleName} */ role) => setDraft({ ...draft, role })}
        />
      </div>
    </div>
    <div class="row"><button class="button primary small">Invite</button></div>
  </form>`;
}

/** @param {{ me: User }} props */
export function People({ me }) {
  const [users, setUsers] = useState(/** @type {Answer.UserLine[] | null} */ (null));
  const [sections, setSections] = useState(/** @type {Teams} */ ({ departments: [], skills: [] }));
  const [link, setLink] = useState(/** @type {SignInLink | null} */ (null));
  const [problem, setProblem] = useState("");
  const load = () =>
    request("/api/users").then(
      (answer) => setUsers(answer.users),
      (error) => setProblem(error.message),
    );
  useEffect(() => {
    load();
    request("/api/settings/sections").then(
      (answer) => setSections(answer.sections),
      () => {},
    );
  }, []);
  /** @param {Answer.Invited} answer @param {{ login: string, email?: string | null }} body */
  const tell = (answer, { login, email }) => {
    const known = users?.find((user) => user.login === login)?.email;
    setLink(answer.link ? { login, email: email ?? known, sent: answer.sent, address: answer.link } : null);
    setProblem("");
  };
  /** @param {() => Promise<void>} work */
  const attempt = async (work) => {
    try {
      await work();
    } catch (error) {
      setProblem(reasonOf(error));
      return false;
    } finally {
      await load();
    }
    return true;
  };
  const change = useOnce((/** @type {Body.UserChange} */ body) =>
    attempt(async () => tell(await request("/api/users", { method: "PUT", body }), body)),
  );
  const invite = useOnce((/** @type {Required<Body.UserDraft>} */ body) =>
    attempt(async () => {
      tell(await request("/api/users", { method: "POST", body }), body);
    }),
  );
  if (!users) return html`<p class="empty">${problem || "Loading…"}</p>`;
  return html`
    <h2>Team</h2>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${link && html`<${Link} link=${link} />`}
    <${Invite} invite=${invite} />
    ${users.map(
      (user) => html`<${Person} key=${user.login} user=${user} me=${me} sections=${sections} change=${change} />`,
    )}
  `;
}
