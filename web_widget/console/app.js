// The console: where agents take over.
import "../shared/press.js";
import { Bar } from "../shared/bar.js";
import { html, mount, useEffect, useReducer, useRef, useState } from "../shared/preact.js";
import { Guard } from "../shared/sign_in.js";
import { offered, tell, waiting } from "./alerts.js";
import { actionsOf, keysOf, MOVING } from "./commands.js";
import { Sheet, useKeys, useWords } from "./keys.js";
import { Lists } from "./lists.js";
import { Offers, ringing } from "./offers.js";
import { Palette } from "./palette.js";
import { Pending } from "./pending.js";
import { PresenceSwitch } from "./presence.js";
import { nameOf } from "./rows.js";
import { AgentSession } from "./session.js";
import { EndShift } from "./shift.js";
import { Side } from "./side.js";
import { askedSheet } from "./supervision.js";
import { Talk, writesTo } from "./talk.js";

const OFTEN_MS = 30_000;
const WALKING = new Set(["j", "k", "ArrowDown", "ArrowUp"]);
/** @type {Record<import("./session.js").Newsworthy, (news: News) => string>} */
const NEWS = {
  mentioned: (news) => `${news.by} mentioned you in a note`,
  assigned: (news) => `${news.by} has transferred a conversation to you`,
  relieved: (news) =>
    news.to
      ? `${news.by} has reassigned your conversation to ${news.to}`
      : `${news.by} has taken over your conversation`,
  reminder: () => "A customer is waiting for your answer",
};

/**
 * One session for as long as the page stands; the screen is drawn again whenever something in it changed.
 * @param {User} user
 */
function useSession(user) {
  const [, redraw] = useReducer((/** @type {number} */ count) => count + 1, 0);
  const kept = useRef(/** @type {AgentSession | null} */ (null));
  /** @param {string} id */
  const show = (id) => session.show(id);
  kept.current ??= new AgentSession(redraw, user, {
    waiting: (rows) => waiting(rows, show),
    offered: (row) => offered(row, show),
    later: (row) => tell(`Snooze ended: ${nameOf(row)}`, row.matter, row.id, show),
    news: (name, news) => tell(NEWS[name](news), news.reason ?? "", news.conversation, show),
  });
  const session = kept.current;
  useEffect(() => {
    session.start();
    const often = setInterval(() => session.inbox.refresh(), OFTEN_MS);
    return () => clearInterval(often);
  }, []);
  return session;
}

/** The lists hold still while keys walk through them, until something else is pressed. @param {AgentSession} session */
function useWalk({ list }) {
  useEffect(() => {
    /** @param {Event} event */
    const pressed = (event) => {
      if (!(event instanceof KeyboardEvent && WALKING.has(event.key))) list.settle();
    };
    for (const name of ["keydown", "pointerdown"]) addEventListener(name, pressed, true);
    return () => {
      for (const name of ["keydown", "pointerdown"]) removeEventListener(name, pressed, true);
    };
  }, []);
}

/** @param {{ session: AgentSession, user: User, signOut: () => void, setShown: (shown: string) => void }} props */
function Top({ session, user, signOut, setShown }) {
  const online = session.connection === "online";
  return html`<${Bar} title="Baton" here="console" user=${user} signOut=${signOut}>
    <${PresenceSwitch} session=${session} endShift=${() => setShown("shift")} />
    <span class=${`row hint connection ${online ? "long" : ""}`}>
      <span class=${`dot ${online ? "" : "off"}`} />${online ? "Live" : "Reconnecting…"}
    </span>
    <button class="button small" onClick=${() => setShown("palette")}>Search <kbd class="long">Ctrl K</kbd></button>
    <button
      class="button small quiet long"
      aria-label="Keyboard shortcuts and preferences"
      onClick=${() => setShown("sheet")}
    >
      ?
    </button>
  <//>`;
}

/** @param {{ user: User, signOut: () => void }} props */
function Console({ user, signOut }) {
  const session = useSession(user);
  const [side, setSide] = useState(false);
  const [shown, setShown] = useState("");
  const [sheet, setSheet] = useState(askedSheet);
  const screen = { setSheet, setShown, setSide };
  const open = session.conversation.id;
  const waits = session.inbox.lists?.queue.length;
  const before = useRef(open);
  useEffect(() => {
    if (before.current !== open) setSheet("");
    before.current = open;
  }, [open]);
  const keys = () => (shown ? {} : keysOf(session, screen));
  useKeys(keys, MOVING, () => (shown || session.conversation.header ? "" : (session.conversation.id ?? "")));
  useWalk(session);
  useWords(session, { keys, moving: MOVING, writes: () => !shown && !sheet && writesTo(session) });
  const [rings] = ringing(session.inbox.lists).map(nameOf);
  useEffect(() => {
    document.title = rings ? `Offer: ${rings} · Baton` : `${waits ? `(${waits}) ` : ""}Console · Baton`;
  }, [waits, rings]);
  const close = () => setShown("");
  return html`<div class=${`console ${open ? "in-talk" : ""} ${side ? "with-side" : ""}`}>
    <${Top} session=${session} user=${user} signOut=${signOut} setShown=${setShown} />
    <${Offers} session=${session} />
    <${Lists} session=${session} />
    <${Talk} session=${session} user=${user} showSide=${() => setSide(!side)} sheet=${sheet} setSheet=${setSheet} />
    <${Side} session=${session} user=${user} close=${() => setSide(false)} />
    <${Pending} session=${session} here=${false} />
    ${
      shown === "palette" &&
      html`<${Palette} session=${session} actions=${actionsOf(session, user, screen)} close=${close} />`
    }
    ${shown === "shift" && html`<${EndShift} session=${session} close=${close} />`}
    ${shown === "sheet" && html`<${Sheet} close=${close} />`}
  </div>`;
}

mount(
  html`<${Guard} title="Agent console" right="inbox">
    ${(/** @type {User} */ user, /** @type {() => void} */ signOut) =>
      html`<${Console} user=${user} signOut=${signOut} />`}
  <//>`,
);
