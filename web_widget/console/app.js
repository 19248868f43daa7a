// The console: where agents take over.
import "../shared/press.js";
import { Bar, roomsOf } from "../shared/bar.js";
import { html, render, useEffect, useReducer, useRef, useState } from "../shared/preact.js";
import { Guard } from "../shared/sign_in.js";
import { listed } from "../shared/text.js";
import { Actions, asksVerdict, laterTimes, VERDICTS, Verdict } from "./actions.js";
import { tell, waiting } from "./alerts.js";
import { Compose } from "./compose.js";
import { Sheet, useKeys } from "./keys.js";
import { inOrder, Lists, nameOf } from "./lists.js";
import { Palette } from "./palette.js";
import { Pending } from "./pending.js";
import { AgentSession } from "./session.js";
import { Side } from "./side.js";
import { Transcript } from "./transcript.js";

const STATES = { bot: "with the assistant", queued: "in the queue", agent: "with", closed: "closed", new: "" };

function Talk({ session, user, showSide, sheet, setSheet }) {
  const { open, view, header } = session;
  if (!open) {
    return html`<section class="talk">
      <div class="empty">
        <h2>No conversation selected</h2>
        <p>Select one from the list. Urgent conversations come first, then those waiting longest.</p>
        <p class="hint">Press <kbd>Ctrl K</kbd> to search, <kbd>?</kbd> for all shortcuts.</p>
      </div>
    </section>`;
  }
  const row = Object.values(session.lists ?? {})
    .flat()
    .find((each) => each.id === open);
  const mine = view.state === "agent" && view.agent === session.lists?.me.id;
  const state = view.state === "agent" ? `with ${mine ? "you" : view.agentName}` : STATES[view.state];
  const others = session.looking.filter((each) => each !== session.lists?.me.name);
  const why =
    view.state === "closed"
      ? "This conversation is closed. Reopen it to reply."
      : view.state === "agent" && row?.away
        ? `${view.agentName} is offline. Take over to reply.`
        : view.state === "agent"
          ? `${view.agentName} is handling this conversation.`
          : "Take over to reply.";
  return html`<section class="talk" aria-label="Conversation">
    <header class="talk-top">
      <button class="button small back" onClick=${() => session.show(null)}>Back</button>
      ${
        session.connection !== "online" &&
        html`<span class="row hint back"><span class="dot off" />Reconnecting…</span>`
      }
      <h2>
        ${session.card?.profile.name || session.card?.account?.name || (row ? nameOf(row) : "Conversation")} <span
          class="chip"
          data-testid="state"
        >
          ${state}
        </span>
        ${header?.wanted && html` <span class="chip warn">for ${header.wanted}</span>`}
      </h2>
      ${
        others.length > 0 &&
        html`<span class="hint" role="status">
          ${
            session.agentTyping
              ? `${session.agentTyping} is typing`
              : `${listed(others)} ${others.length > 1 ? "are" : "is"} also viewing`
          }
        </span>`
      }
      <button class="button small side-toggle" onClick=${showSide}>Details</button>
      <${Actions} session=${session} user=${user} row=${row} sheet=${sheet} setSheet=${setSheet} />
    </header>
    <${Transcript} key=${open} session=${session} />
    <div>
      ${
        (session.problem ?? session.trouble) &&
        html`<p class="notice bad" role="alert">${session.problem ?? session.trouble}</p>`
      }
      <${Pending} session=${session} here=${true} />
      ${
        asksVerdict(session)
          ? html`<${Verdict} session=${session} />`
          : html`
            ${
              !mine && html`<p class="compose hint">${session.taking?.conversation === open ? "Taking over…" : why}</p>`
            }
            <${Compose} key=${open} session=${session} mine=${mine} />
          `
      }
    </div>
  </section>`;
}

function actionsOf(session, user, { setSheet, setShown, setSide }) {
  const { view, open } = session;
  const mine = view.state === "agent" && view.agent === session.lists?.me.id;
  return [
    ...(open && ["queued", "bot"].includes(view.state)
      ? [{ words: "Take over this conversation", keys: "t", run: () => take(session) }]
      : []),
    ...(open && view.state === "closed"
      ? [{ words: "Reopen this conversation", keys: "o", run: () => reopen(session) }]
      : []),
    ...(mine
      ? [
          { words: "Transfer to an agent or department", run: () => setSheet("transfer") },
          { words: "Return to bot", keys: "b", run: () => session.later("hand_back") },
          { words: "Close this conversation", keys: "c", run: () => session.later("close") },
        ]
      : []),
    ...(mine
      ? laterTimes().map(([words, at]) => ({
          words: `Snooze: ${words.toLowerCase()}`,
          run: () => session.move("snooze", { until: at }),
        }))
      : []),
    ...(mine && session.header?.snoozed_until > Date.now()
      ? [{ words: "Unsnooze", run: () => session.move("snooze", { until: 0 }) }]
      : []),
    ...(mine
      ? session.tools.macros.map((each) => ({
          words: `Macro /${each.shortcut}: ${each.title}`,
          run: () => session.onMacro?.(each),
        }))
      : []),
    ...(open ? [{ words: "Add a label", keys: "l", run: () => labelIt(setSide) }] : []),
    { words: "Keyboard shortcuts and preferences", keys: "?", run: () => setShown("sheet") },
    ...roomsOf(user)
      .filter(([name]) => name !== "console")
      .map(([name, words]) => ({
        words: `Open ${words.toLowerCase()}`,
        run: () => {
          location.href = name;
        },
      })),
  ];
}

const labelField = () => document.querySelector('input[aria-label="Add a label"]');

/** Where the details are folded away they come first: a field that is not seen takes no letters. */
function labelIt(setSide) {
  if (!labelField()?.checkVisibility()) setSide(true);
  labelField()?.focus();
  requestAnimationFrame(() => labelField()?.focus());
}

/** What is typed from here on is the answer. */
function take(session, more = {}) {
  session.move("take", more);
  session.writing?.field();
}

function reopen(session) {
  session.move("reopen");
  session.writing?.field();
}

/** The field for notes, also where the verdict is asked in its place. */
function writeNote(session) {
  if (!asksVerdict(session)) return session.writing?.note();
  session.wants = "note";
  session.skipVerdict();
}

// Letters that the customer hears of: see keys.js. Taking one opens a field, so that runs at once and what follows is
// text.
const MOVING = new Set(["b", "c", "o"]);

function keysOf(session, { setShown, setSide }) {
  const { view, open } = session;
  const mine = view.state === "agent" && view.agent === session.lists?.me.id;
  const step = (by) => () => {
    const rows = inOrder(session.lists);
    const at = rows.findIndex((each) => each.id === open);
    const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) session.show(next.id);
  };
  const verdicts = asksVerdict(session)
    ? Object.fromEntries(
        VERDICTS.map(([name], at) => [String(at + 1), () => session.tell("verdict", { verdict: name })]),
      )
    : {};
  return {
    "Ctrl+k": () => setShown("palette"),
    "?": () => setShown("sheet"),
    j: step(1),
    k: step(-1),
    ArrowDown: step(1),
    ArrowUp: step(-1),
    ...verdicts,
    ...(open ? { l: () => labelIt(setSide), n: () => writeNote(session) } : {}),
    ...(open && ["queued", "bot"].includes(view.state) ? { t: () => take(session) } : {}),
    ...(open && view.state === "closed" ? { o: () => reopen(session) } : {}),
    ...(mine
      ? { b: () => session.later("hand_back"), c: () => session.later("close"), r: () => session.writing?.answer() }
      : {}),
    ...(session.outgoing.open().length ? { "Ctrl+z": () => session.takeBack() } : {}),
  };
}

const NEWS = {
  mentioned: (told) => `${told.by} mentioned you in a note`,
  assigned: (told) => `${told.by} has transferred a conversation to you`,
  relieved: (told) => `${told.by} has taken over your conversation`,
};

function Console({ user, signOut }) {
  const [, redraw] = useReducer((count) => count + 1, 0);
  const [side, setSide] = useState(false);
  const [shown, setShown] = useState("");
  const [sheet, setSheet] = useState("");
  const session = useRef(null);
  session.current ??= new AgentSession(redraw, user);
  useEffect(() => {
    const show = (id) => session.current.show(id);
    session.current.onWaiting = (rows) => waiting(rows, show);
    session.current.onLater = (rows) => tell(`Snooze ended: ${nameOf(rows[0])}`, rows[0].preview, rows[0].id, show);
    session.current.onNews = (name, told) => tell(NEWS[name](told), told.reason ?? "", told.conversation, show);
    session.current.start();
    const minutes = setInterval(() => session.current.refresh(), 30_000);
    return () => clearInterval(minutes);
  }, []);
  const { connection, lists, open } = session.current;
  useEffect(() => setSheet(""), [open]);
  useKeys(() => (shown ? {} : keysOf(session.current, { setShown, setSide })), MOVING);
  useEffect(() => {
    document.title = `${lists?.queue.length ? `(${lists.queue.length}) ` : ""}Console · Baton`;
  }, [lists?.queue.length]);
  const shape = `console ${open ? "in-talk" : ""} ${side ? "with-side" : ""}`;
  return html`<div class=${shape}>
    <${Bar} title="Baton" here="console" user=${user} signOut=${signOut}>
      <span class="row hint">
        <span class=${`dot ${connection === "online" ? "" : "off"}`} />
        ${connection === "online" ? "Live" : "Reconnecting…"}
      </span>
      <button class="button small" onClick=${() => setShown("palette")}>Search <kbd class="long">Ctrl K</kbd></button>
      <button
        class="button small quiet long"
        aria-label="Keyboard shortcuts and preferences"
        onClick=${() => setShown("sheet")}
      >
        ?
      </button>
    <//>
    <${Lists} session=${session.current} />
    <${Talk}
      session=${session.current}
      user=${user}
      showSide=${() => setSide(!side)}
      sheet=${sheet}
      setSheet=${setSheet}
    />
    <${Side} session=${session.current} close=${() => setSide(false)} />
    <${Pending} session=${session.current} here=${false} />
    ${
      shown === "palette" &&
      html`<${Palette}
        session=${session.current}
        actions=${actionsOf(session.current, user, { setSheet, setShown, setSide })}
        close=${() => setShown("")}
      />`
    }
    ${shown === "sheet" && html`<${Sheet} close=${() => setShown("")} />`}
  </div>`;
}

render(
  html`<${Guard} title="Agent console" right="inbox">
    ${(user, signOut) => html`<${Console} user=${user} signOut=${signOut} />`}
  <//>`,
  document.getElementById("app"),
);
