// The settings: what supervisors and admins change while Baton runs.
import { Bar } from "../shared/bar.js";
import { html, mount, useEffect, useState } from "../shared/preact.js";
import "../shared/press.js";
import { Guard } from "../shared/sign_in.js";
import { Alerts } from "./alerts.js";
import { Assignment } from "./assignment.js";
import { Blocked } from "./blocked.js";
import { History } from "./history.js";
import { Hours } from "./hours.js";
import { ListScreen } from "./list.js";
import { Mail } from "./mail.js";
import { People } from "./people.js";
import { Policy } from "./policy.js";
import { Rewind } from "./rewind.js";
import { Site } from "./site.js";
import { SPECS } from "./specs.js";
import { Triage } from "./triage.js";

/** @typedef {[name: string, words: string, right: string]} Room */

/** @param {string} screen @returns {screen is ListName} */
const isList = (screen) => screen in SPECS;
/** @param {ListName} name @returns {Room} */
const list = (name) => [name, SPECS[name].heading, "settings"];
/** @type {[words: string, rooms: Room[]][]} */
const GROUPS = [
  [
    "Assistant",
    [
      ["triage", "Handoff rules", "settings"],
      ["policy", "Automation limits", "settings"],
      ["rewind", "Replay", "settings"],
    ],
  ],
  [
    "Organisation",
    [
      ["people", "Team", "users.manage"],
      list("departments"),
      list("skills"),
      ["assignment", "Assignment", "settings"],
      ["hours", "Business hours", "settings"],
      list("service_levels"),
    ],
  ],
  ["Agent tools", [list("replies"), list("macros"), list("labels"), list("views")]],
  ["Customers", [list("segments"), ["blocked", "Blocked customers", "settings"]]],
  [
    "Channels",
    [
      ["site", "Website", "settings"],
      ["mail", "Email", "users.manage"],
      ["alerts", "Alerts", "users.manage"],
    ],
  ],
  ["Administration", [["history", "Audit log", "settings"]]],
];
const NAMES = GROUPS.flatMap(([, screens]) => screens.map(([name]) => name));

/** @returns {[screen: string, what: string | null]} */
function place() {
  const [screen, ...rest] = location.hash.slice(1).split("/");
  return [NAMES.includes(screen) ? screen : "triage", rest.join("/") || null];
}

/** @param {{ screen: string, what: string | null, user: User }} props */
function Screen({ screen, what, user }) {
  if (isList(screen)) return html`<${ListScreen} key=${screen} name=${screen} />`;
  /** @type {Record<string, (props: { me: User }) => Drawn>} */
  const screens = {
    triage: Triage,
    people: People,
    assignment: Assignment,
    hours: Hours,
    blocked: Blocked,
    site: Site,
    policy: Policy,
    mail: Mail,
    alerts: Alerts,
    history: History,
  };
  return screen === "rewind"
    ? html`<${Rewind} key=${what} conversation=${what} />`
    : html`<${screens[screen]} me=${user} />`;
}

/** @param {{ groups: [words: string, rooms: Room[]][], screen: string }} props */
function Nav({ groups, screen }) {
  return html`
    <nav class="rooms" aria-label="Settings">
      ${groups.map(
        ([words, screens]) => html`<div key=${words}>
          <h2>${words}</h2>
          ${screens.map(
            ([name, title]) => html`<a
              key=${name}
              href=${`#${name}`}
              aria-current=${name === screen ? "page" : undefined}
            >
              ${title}
            </a>`,
          )}
        </div>`,
      )}
    </nav>
    <select
      class="input choose-room"
      aria-label="Settings"
      value=${screen}
      onChange=${(event) => {
        location.hash = event.currentTarget.value;
      }}
    >
      ${groups.map(
        ([words, screens]) => html`<optgroup key=${words} label=${words}>
          ${screens.map(([name, title]) => html`<option key=${name} value=${name}>${title}</option>`)}
        </optgroup>`,
      )}
    </select>
  `;
}

/** @param {{ user: User, signOut: () => void }} props */
function Settings({ user, signOut }) {
  const [where, setWhere] = useState(place);
  useEffect(() => {
    const moved = () => {
      setWhere(place());
      scrollTo(0, 0);
    };
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  const [screen, what] = where;
  const groups = GROUPS.map(([words, screens]) => [
    words,
    screens.filter(([, , right]) => user.may.includes(right)),
  ]).filter(([, screens]) => screens.length);
  return html`<div class="settings">
    <${Bar} title="Baton settings" here="settings" user=${user} signOut=${signOut} />
    <div class="with-rooms">
      <${Nav} groups=${groups} screen=${screen} />
      <main class="page stack"><${Screen} screen=${screen} what=${what} user=${user} /></main>
    </div>
  </div>`;
}

mount(
  html`<${Guard} title="Settings" right="settings">
    ${(/** @type {User} */ user, /** @type {() => void} */ signOut) =>
      html`<${Settings} user=${user} signOut=${signOut} />`}
  <//>`,
);
