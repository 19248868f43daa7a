// Where an agent writes: to the customer or to the team.
import { usePicker } from "../shared/files.js";
import { html, useState } from "../shared/preact.js";
import { memberChoices, mentioned, withMention } from "./mentions.js";
import { Choices, insertable, macroSteps, repeated, Suggestions, slashed } from "./replies.js";
import { behind, useWriting } from "./writing.js";

const NARROW = "(max-width: 720px)";
const NOTE = "Internal note. The customer never sees it. Write @ to mention a team member.";
const REPLY = "Reply to the customer. Enter sends, Shift+Enter adds a line, / inserts a canned response or macro.";
const TEAM = { label: "Team members", none: "" };
const CANNED = {
  label: "Canned responses",
  none: "No canned response or macro has that shortcut. Supervisors can add them in Settings.",
};

/**
 * A key in the field, by what it does.
 * @param {Happening} event
 * @param {boolean} choosing whether there are canned responses to choose from
 */
function meant(event, choosing) {
  const { key } = event;
  if (choosing && (key === "ArrowDown" || key === "ArrowUp")) return key;
  if (choosing && (key === "Enter" || key === "Tab")) return "take";
  if (key === "Enter" && !event.isComposing && (event.ctrlKey || event.metaKey) && event.shiftKey)
    return "sendAndClose";
  if (key === "Enter" && !event.isComposing && !event.shiftKey) return "send";
  if (event.altKey && /^[1-3]$/.test(key)) return "suggestion";
  return key === "Escape" ? "leave" : "";
}

/** What is written, reply or note. @param {{ note: boolean, focus: (note: boolean) => void }} props */
function Which({ note, focus }) {
  return html`<span class="row" role="group" aria-label="What is written">
    <button type="button" class="button small" aria-pressed=${!note} onClick=${() => focus(false)}>Reply</button>
    <button type="button" class="button small" aria-pressed=${note} onClick=${() => focus(true)}>Note</button>
  </span>`;
}

/** @param {{ moves: import("./moves.js").Moves }} props */
function Attach({ moves }) {
  const [input, open] = usePicker((file) => moves.share(file));
  return html`
    ${input}
    <button type="button" class="button small" disabled=${moves.sharing} onClick=${open}>
      ${moves.sharing ? "Sending…" : "Attach file"}
    </button>
  `;
}

/** @typedef {ReturnType<typeof useWriting>} Writing */

/**
 * What there is to choose from behind "/" in a reply and "@" in a note; null where neither is written.
 * @param {AgentSession} session
 * @param {Writing} writing
 */
function choicesOf(session, { text, note, write, take }) {
  if (note) {
    const members = mentioned(text, session);
    return members?.length ? memberChoices(members, session, (login) => write(withMention(text, login))) : null;
  }
  const replies = slashed(text, session.tools.now);
  return replies && insertable(replies, take);
}

/**
 * What there is to know of what is written, before it is sent.
 * @param {{ session: AgentSession, writing: Writing }} props
 */
function Notices({ session, writing }) {
  const { text, macro, setMacro } = writing;
  const rejected = repeated(text, session.beside.now.suggested?.rejected ?? []);
  return html`
    ${
      rejected &&
      html`<p class="notice bad" role="status">
        The customer has already rejected this answer: “${rejected.title}”. Try another one.
      </p>`
    }
    ${
      macro &&
      html`<p class="notice good spread" role="status">
        <span>/${macro.shortcut} will also ${macroSteps(macro, session.tools.now.departments)}</span>
        <button type="button" class="button small" onClick=${() => setMacro(null)}>Send text only</button>
      </p>`
    }
  `;
}

/** @param {{ session: AgentSession, mine: boolean, writing: Writing, sendAndClose: () => void }} props */
function Buttons({ session, mine, writing, sendAndClose }) {
  const { text, note, macro, focus } = writing;
  const some = Boolean(text.trim());
  return html`<div class="spread">
    <span class="row">
      ${mine && html`<${Which} note=${note} focus=${focus} />`}
      ${!note && html`<${Attach} moves=${session.moves} />`}
      <span class="hint long">
        ${note ? "Only your team sees notes." : some && "Saved on this device until you send it."}
      </span>
    </span>
    <span class="row">
      ${
        mine &&
        !note &&
        !macro &&
        html`<button type="button" class="button small" title="Ctrl+Shift+Enter" onClick=${sendAndClose}>
          ${some ? "Send and close" : "Close and next"}
        </button>`
      }
      <button class="button primary" disabled=${!some && !(macro && !note)}>
        ${note ? "Add note" : macro ? (some ? "Send and run" : "Run macro") : "Send"}
      </button>
    </span>
  </div>`;
}

/** @param {{ session: AgentSession, mine: boolean }} props without the floor only notes can be written */
export function Compose({ session, mine }) {
  const id = /** @type {string} */ (session.conversation.id);
  const writing = useWriting(session, id, mine);
  const { box, text, note, has, write } = writing;
  const [chosen, setChosen] = useState(0);
  const { suggested } = session.beside.now;
  const choices = choicesOf(session, writing);
  /** @param {Answer.Suggested} [answer] */
  const insert = (answer) => {
    if (!answer || answer.rejected || note) return;
    write(behind(text, answer.text));
    box.current?.focus();
  };
  const send = () => {
    writing.send();
    box.current?.focus();
  };
  const sendAndClose = () => {
    writing.send();
    if (!has) return box.current?.focus();
    const next = session.moves.next();
    session.moves.later("close");
    if (next) session.show(next.id);
  };
  /** @param {Happening} event */
  const keys = (event) => {
    const most = choices?.length ?? 0;
    const what = meant(event, most > 0);
    if (what && what !== "leave") event.preventDefault();
    if (what === "ArrowDown") setChosen((chosen + 1) % most);
    if (what === "ArrowUp") setChosen((chosen + most - 1) % most);
    if (what === "take") choices?.[Math.min(chosen, most - 1)].put();
    if (what === "sendAndClose") sendAndClose();
    if (what === "send" && !event.repeat) send();
    if (what === "suggestion") insert(suggested?.suggestions[Number(event.key) - 1]);
    if (what === "leave") box.current?.blur();
  };
  /** @param {Happening} event */
  const paste = (event) => {
    const [file] = event.clipboardData.files;
    if (!file || note) return;
    event.preventDefault();
    session.moves.share(file);
  };
  return html`<form
    class=${`compose ${note ? "noting" : ""}`}
    onSubmit=${(event) => {
      event.preventDefault();
      send();
    }}
  >
    ${!note && html`<${Suggestions} suggested=${suggested} insert=${insert} />`}
    ${!note && html`<${Notices} session=${session} writing=${writing} />`}
    ${choices && html`<${Choices} choices=${choices} chosen=${chosen} ...${note ? TEAM : CANNED} />`}
    <textarea
      class="input"
      ref=${box}
      aria-label=${note ? "Internal note" : "Your reply"}
      maxlength="4000"
      value=${text}
      onInput=${(event) => {
        write(event.currentTarget.value);
        setChosen(0);
      }}
      onKeyDown=${keys}
      onPaste=${paste}
      placeholder=${note ? NOTE : matchMedia(NARROW).matches ? "Write a reply" : REPLY}
    />
    <${Buttons} session=${session} mine=${mine} writing=${writing} sendAndClose=${sendAndClose} />
  </form>`;
}
