// Writing: to the customer or to the team, with canned responses behind "/", and what the knowledge base says one key
// away.
import { ACCEPTED } from "../shared/files.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { draftOf, keepDraft } from "./drafts.js";

const TYPING_MS = 2500;
const MOST_SHOWN = 6;

/** `/ref` at the end of the text → the replies and macros whose shortcut or title has it. */
function slashed(text, { replies, macros }) {
  const found = /(?:^|\s)\/([a-z0-9_-]*)$/i.exec(text);
  if (!found) return null;
  const asked = found[1].toLowerCase();
  const all = [...replies, ...macros.map((each) => ({ ...each, macro: true }))];
  return all
    .filter((each) => each.shortcut.includes(asked) || each.title.toLowerCase().includes(asked))
    .slice(0, MOST_SHOWN);
}

const THEN = { close: "close", hand_back: "return to bot" };

/** What a macro does besides its words. */
export function macroSteps(macro, departments) {
  const steps = [...macro.labels.map((each) => `add label “${each}”`), ...(macro.note ? ["add an internal note"] : [])];
  if (macro.then === "department")
    steps.push(`transfer to ${departments.find((each) => each.id === macro.department)?.name ?? macro.department}`);
  else if (macro.then !== "stay")
    steps.push(macro.then === "later" ? `snooze for ${macro.hours_later} h` : THEN[macro.then]);
  return steps.join(", ");
}

function Replies({ found, chosen, take }) {
  if (found.length === 0)
    return html`<p class="hint" role="status">
      No canned response or macro has that shortcut. Supervisors can add them in Settings.
    </p>`;
  return html`<ul class="menu" role="listbox" aria-label="Canned responses">
    ${found.map(
      (each, at) => html`<li
        key=${each.shortcut}
        class="entry"
        role="option"
        aria-selected=${at === chosen}
        onMouseDown=${(event) => {
          event.preventDefault();
          take(each);
        }}
      >
        <span>
          <strong>/${each.shortcut}</strong> ${each.title !== each.shortcut && each.title} ${
            each.macro && html`<span class="chip">macro</span>`
          }
        </span>
        <span class="preview">${each.text || macroSteps(each, [])}</span>
      </li>`,
    )}
  </ul>`;
}

/** Words of an answer the customer rejected, in what is being written. */
function repeated(text, rejected) {
  const low = text.toLowerCase();
  return rejected.find((each) =>
    each.text.split(/[.!?\n]+/).some((part) => part.trim().length > 25 && low.includes(part.trim().toLowerCase())),
  );
}

function Suggestions({ suggested, insert }) {
  if (!suggested || suggested.suggestions.length === 0) return null;
  return html`<div class="suggestions" role="group" aria-label="From the knowledge base">
    ${suggested.suggestions.map(
      (each, at) => html`<button
        type="button"
        key=${each.article}
        class="button small suggestion"
        disabled=${each.rejected}
        title=${each.text}
        onClick=${() => insert(each)}
      >
        <kbd>Alt ${at + 1}</kbd> ${each.title} ${
          each.rejected && html`<span class="chip bad">rejected by the customer</span>`
        }
      </button>`,
    )}
  </div>`;
}

/** @param {{session: any, mine: boolean}} props without the floor only notes can be written */
export function Compose({ session, mine }) {
  const { open } = session;
  const [texts, setTexts] = useState({ reply: draftOf(open), note: draftOf(open, true) });
  const [noting, setNoting] = useState(!mine);
  const [chosen, setChosen] = useState(0);
  const [macro, setMacro] = useState(null);
  const box = useRef(null);
  const typed = useRef(0);
  const picker = useRef(null);
  const has = mine || session.taking?.conversation === open;
  const note = has ? noting && mine : true;
  const text = note ? texts.note : texts.reply;
  const setText = (value) => setTexts((now) => ({ ...now, [note ? "note" : "reply"]: value }));
  const write = (value) => {
    setText(value);
    setChosen(0);
    keepDraft(open, value, note);
    if (!note && mine && Date.now() - typed.current > TYPING_MS) {
      typed.current = Date.now();
      session.link.send("typing", { conversation: open, on: true }).catch(() => {});
      setTimeout(() => session.link.send("typing", { conversation: open, on: false }).catch(() => {}), 3000);
    }
  };
  useLayoutEffect(() => {
    box.current.style.height = "auto";
    box.current.style.height = `${Math.max(64, box.current.scrollHeight + 2)}px`;
  }, [text]);
  useEffect(() => {
    if (mine) {
      box.current.focus();
    }
    setNoting(!mine);
  }, [open, mine]);
  const focus = (onNote) => {
    setNoting(onNote);
    box.current?.focus();
  };
  useLayoutEffect(() => {
    session.writing = {
      answer: () => mine && focus(false),
      note: () => focus(true),
      field: () => box.current?.focus(),
    };
    session.onDraft = (words, shortcut) => {
      setTexts((now) => ({ ...now, reply: words }));
      setNoting(false);
      setMacro(session.tools.macros.find((each) => each.shortcut === shortcut) ?? null);
      box.current?.focus();
    };
    if (session.wants === "note") focus(true);
    session.wants = null;
  });
  const found = note ? null : slashed(text, session.tools);
  const take = (reply) => {
    const customer = session.card?.profile.name || session.card?.account?.name || "there";
    const words = reply.text.replaceAll("{customer}", customer).replaceAll("{agent}", session.lists?.me.name ?? "");
    write(
      /(?:^|\s)\/[a-z0-9_-]*$/i.test(text)
        ? text.replace(/\/[a-z0-9_-]*$/i, words)
        : text.trim()
          ? `${text.trimEnd()}\n\n${words}`
          : words,
    );
    setMacro(reply.macro ? reply : null);
    box.current?.focus();
  };
  session.onMacro = (each) => {
    setNoting(false);
    take({ ...each, macro: true });
    box.current?.focus();
  };
  const insert = (each) => {
    write(text.trim() ? `${text.trimEnd()}\n\n${each.text}` : each.text);
    box.current?.focus();
  };
  const guard = note ? null : repeated(text, session.suggested?.rejected ?? []);
  const send = (andClose = false) => {
    const words = box.current.value.trim(); // what stands there now: a second press finds it empty
    if (note ? words : words || macro) {
      box.current.value = "";
      setText("");
      setMacro(null);
      keepDraft(open, "", note);
      if (note) session.note(words);
      else session.say(words, macro?.shortcut);
    }
    if (andClose && has) {
      const next = session.next();
      session.later("close");
      if (next) session.show(next.id);
    } else box.current.focus();
  };
  const keys = (event) => {
    if (found?.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      setChosen((chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length);
    } else if (found?.length && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault();
      take(found[chosen]);
    } else if (event.key === "Enter" && !event.isComposing && (event.ctrlKey || event.metaKey) && event.shiftKey) {
      event.preventDefault();
      send(true);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (!event.repeat) send();
    } else if (event.key === "Escape") {
      box.current.blur();
    } else if (event.altKey && /^[1-3]$/.test(event.key)) {
      event.preventDefault();
      const each = session.suggested?.suggestions[Number(event.key) - 1];
      if (each && !each.rejected && !note) insert(each);
    }
  };
  const paste = (event) => {
    const [file] = event.clipboardData.files;
    if (file && !note) {
      event.preventDefault();
      session.share(file);
    }
  };
  const pick = (event) => {
    const [file] = event.currentTarget.files;
    if (file) session.share(file);
    event.currentTarget.value = "";
  };
  return html`<form
    class=${`compose ${note ? "noting" : ""}`}
    onSubmit=${(event) => {
      event.preventDefault();
      send();
    }}
  >
    ${!note && html`<${Suggestions} suggested=${session.suggested} insert=${insert} />`}
    ${
      guard &&
      html`<p class="notice bad" role="status">
        The customer has already rejected this answer: “${guard.title}”. Try another one.
      </p>`
    }
    ${
      macro &&
      !note &&
      html`<p class="notice good spread" role="status">
        <span>/${macro.shortcut} will also ${macroSteps(macro, session.tools.departments)}</span>
        <button type="button" class="button small" onClick=${() => setMacro(null)}>Send text only</button>
      </p>`
    }
    ${found && html`<${Replies} found=${found} chosen=${chosen} take=${take} />`}
    <textarea
      class="input"
      ref=${box}
      aria-label=${note ? "Internal note" : "Your reply"}
      maxlength="4000"
      value=${text}
      onInput=${(event) => write(event.currentTarget.value)}
      onKeyDown=${keys}
      onPaste=${paste}
      placeholder=${
        note
          ? "Internal note. The customer never sees it. Use @login to mention someone."
          : "Reply to the customer. Enter sends, Shift+Enter adds a line, / inserts a canned response or macro."
      }
    />
    <div class="spread">
      <span class="row">
        ${
          mine &&
          html`<span class="row" role="group" aria-label="What is written">
            ${[
              ["Reply", false],
              ["Note", true],
            ].map(
              ([words, on]) =>
                html`<button
                  type="button"
                  key=${words}
                  class="button small"
                  aria-pressed=${note === on}
                  onClick=${() => focus(on)}
                >
                  ${words}
                </button>`,
            )}
          </span>`
        }
        ${
          !note &&
          html`
            <input
              ref=${picker}
              type="file"
              class="hidden-text"
              tabindex="-1"
              aria-hidden="true"
              accept=${ACCEPTED}
              onChange=${pick}
            />
            <button
              type="button"
              class="button small"
              disabled=${session.sharing}
              onClick=${() => picker.current.click()}
            >
              ${session.sharing ? "Sending…" : "Attach file"}
            </button>
          `
        }
        <span class="hint long">
          ${note ? "Only your team sees notes." : text.trim() && "Saved on this device until you send it."}
        </span>
      </span>
      <span class="row">
        ${
          mine &&
          !note &&
          !macro &&
          html`<button type="button" class="button small" title="Ctrl+Shift+Enter" onClick=${() => send(true)}>
            ${text.trim() ? "Send and close" : "Close and next"}
          </button>`
        }
        <button class="button primary" disabled=${!text.trim() && !(macro && !note)}>
          ${note ? "Add note" : macro ? (text.trim() ? "Send and run" : "Run macro") : "Send"}
        </button>
      </span>
    </div>
  </form>`;
}
