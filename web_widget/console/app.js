// The console: where colleagues take over.
import { html, render, useEffect, useLayoutEffect, useReducer, useRef, useState } from "../shared/preact.js";
import { Guard } from "../shared/sign_in.js";
import { AgentSession } from "./session.js";
import { Lists, nameOf } from "./lists.js";
import { Side } from "./side.js";
import { Transcript } from "./transcript.js";

const STATES = { bot: "with the assistant", queued: "waiting", agent: "with", closed: "ended", new: "" };

function Compose({ session }) {
  const key = `baton.draft.${session.open}`;
  const [text, setText] = useState(localStorage.getItem(key) ?? "");
  const [sending, setSending] = useState(false);
  const box = useRef(null);
  const typed = useRef(0);
  const write = (value) => {
    setText(value);
    value ? localStorage.setItem(key, value) : localStorage.removeItem(key);
    if (Date.now() - typed.current > 2500) {
      typed.current = Date.now();
      session.link.send("typing", { conversation: session.open, on: true }).catch(() => {});
      setTimeout(() => session.link.send("typing", { conversation: session.open, on: false }).catch(() => {}), 3000);
    }
  };
  useLayoutEffect(() => {
    box.current.style.height = "auto";
    box.current.style.height = `${Math.max(64, box.current.scrollHeight + 2)}px`;
  }, [text]);
  useEffect(() => box.current.focus(), [session.open]);
  const send = async () => {
    if (!text.trim() || sending) return;
    setSending(true);
    const done = await session.say(text.trim());
    setSending(false);
    if (done) write("");
    box.current?.focus();
  };
  const pressed = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  };
  return html`<form class="compose" onSubmit=${(event) => (event.preventDefault(), send())}>
    <textarea class="input" ref=${box} aria-label="Your answer" placeholder="Answer the customer. Enter sends, Shift+Enter makes a new line."
      maxlength="4000" value=${text} onInput=${(event) => write(event.currentTarget.value)} onKeyDown=${pressed} />
    <div class="spread"><span class="hint">Your draft is kept on this device until it is sent.</span>
      <button class="button primary" disabled=${!text.trim() || sending}>${sending ? "Sending…" : "Send"}</button></div>
  </form>`;
}

function Actions({ session }) {
  const { view, busy } = session;
  const mine = view.state === "agent" && view.agent === session.lists?.me.id;
  if (view.state === "queued" || view.state === "bot") {
    return html`<button class="button primary" disabled=${busy} onClick=${() => session.move("take")}>${view.state === "bot" ? "Take over from the assistant" : "Take"}</button>`;
  }
  if (!mine) return null;
  return html`<button class="button small" disabled=${busy} onClick=${() => session.move("requeue")}>Back to queue</button>
    <button class="button small" disabled=${busy} title="The assistant goes on from here" onClick=${() => session.move("hand_back")}>Hand back</button>
    <button class="button small danger" disabled=${busy} onClick=${() => session.move("close")}>Close</button>`;
}

function Talk({ session, showSide }) {
  const { open, view } = session;
  if (!open) {
    return html`<section class="talk"><div class="empty"><h2>No conversation open</h2><p>Choose one at the left. Those who wait longest stand first, the urgent ones above them.</p></div></section>`;
  }
  const row = Object.values(session.lists ?? {}).flat().find((each) => each.id === open);
  const mine = view.state === "agent" && view.agent === session.lists?.me.id;
  const state = view.state === "agent" ? `with ${mine ? "you" : view.agentName}` : STATES[view.state];
  return html`<section class="talk" aria-label="Conversation">
    <header class="talk-top">
      <button class="button small back" onClick=${() => session.show(null)}>Back</button>
      <h2>${row ? nameOf(row) : "Conversation"} <span class="chip" data-testid="state">${state}</span></h2>
      <button class="button small side-toggle" onClick=${showSide}>Details</button>
      <${Actions} session=${session} />
    </header>
    <${Transcript} session=${session} />
    <div>
      ${session.problem && html`<p class="notice bad" role="alert">${session.problem}</p>`}
      ${mine ? html`<${Compose} key=${open} session=${session} />` : html`<p class="compose hint">${view.state === "closed" ? "This conversation has ended." : view.state === "agent" ? `${view.agentName} is answering.` : "Take the conversation to answer."}</p>`}
    </div>
  </section>`;
}

function Console({ user, signOut }) {
  const [, redraw] = useReducer((count) => count + 1, 0);
  const [side, setSide] = useState(false);
  const session = useRef(null);
  session.current ??= new AgentSession(redraw);
  useEffect(() => {
    session.current.start();
    const minutes = setInterval(redraw, 30_000);
    return () => clearInterval(minutes);
  }, []);
  const { connection, lists, open } = session.current;
  useEffect(() => {
    document.title = `${lists?.queue.length ? `(${lists.queue.length}) ` : ""}Console · Baton`;
  }, [lists?.queue.length]);
  const shape = `console ${open ? "in-talk" : ""} ${side ? "with-side" : ""}`;
  return html`<div class=${shape}>
    <header class="bar"><h1>Baton</h1>
      <span class="row hint"><span class=${`dot ${connection === "online" ? "" : "off"}`} />${connection === "online" ? "Live" : "Reconnecting…"}</span>
      ${user.may.includes("articles.write") && html`<a class="button small quiet long" href="desk">Desk</a>`}
      <span class="hint long">${user.name}</span>
      <button class="button small" onClick=${signOut}>Sign out</button></header>
    <${Lists} session=${session.current} />
    <${Talk} session=${session.current} showSide=${() => setSide(!side)} />
    <div class="side-holder" onClick=${() => setSide(false)} style="display: contents"><${Side} session=${session.current} /></div>
  </div>`;
}

render(
  html`<${Guard} title="Agent console" right="inbox">${(user, signOut) => html`<${Console} user=${user} signOut=${signOut} />`}<//>`,
  document.getElementById("app"),
);
