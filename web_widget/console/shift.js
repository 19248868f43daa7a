// The end of a shift: everything back in the queue in one go, with a note for those who go on.
import { html, useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { counted } from "../shared/text.js";

/** What is not sent yet goes out first: the hub takes commands in order. @param {AgentSession} session */
function sendAll({ outgoing }) {
  for (const item of outgoing.open()) outgoing.sendNow(item.id);
}

/** @param {EndedShift} ended */
function outcome({ moved, kept }) {
  const done = `${counted(moved.length, "conversation is", "conversations are")} back in the queue.`;
  return [done, ...kept.map(({ message }) => message)].join(" ");
}

/** @param {{ session: AgentSession, close: () => void }} props */
export function EndShift({ session, close }) {
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState("");
  const first = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  useLayoutEffect(() => first.current?.focus(), []);
  const { mine = [], later = [] } = session.inbox.lists ?? {};
  const count = mine.length + later.length;
  /** @param {Happening} event */
  const end = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    sendAll(session);
    const ended = await session.team.endShift(note.trim());
    setBusy(false);
    await session.inbox.refresh();
    if (ended?.kept.length) setResult(outcome(ended));
    else if (ended) close();
  };
  return html`<div class="veil" onClick=${close}>
    <form
      class="palette card stack"
      role="dialog"
      aria-modal="true"
      aria-label="End shift"
      onClick=${(event) => event.stopPropagation()}
      onSubmit=${end}
      onKeyDown=${(event) => event.key === "Escape" && close()}
    >
      <h2>End shift</h2>
      <p>
        ${
          count
            ? `You go offline, and your ${counted(count, "conversation goes", "conversations go")} back to the queue.`
            : "You go offline. You have no conversations."
        }
      </p>
      <div class="field">
        <label for="s-note">Note for the next agent (optional)</label>
        <textarea
          class="input"
          id="s-note"
          ref=${first}
          rows="3"
          maxlength="4000"
          value=${note}
          onInput=${(event) => setNote(event.currentTarget.value)}
        />
      </div>
      ${result && html`<p class="notice" role="status">${result}</p>`}
      ${session.problems.problem && html`<p class="notice bad" role="alert">${session.problems.problem}</p>`}
      <div class="row wrap">
        <button class="button primary" disabled=${busy || Boolean(result)}>
          ${count ? `Transfer ${counted(count, "conversation", "conversations")} and go offline` : "Go offline"}
        </button>
        <button type="button" class="button" onClick=${close}>${result ? "Close" : "Cancel"}</button>
      </div>
    </form>
  </div>`;
}
