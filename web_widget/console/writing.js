// What an agent is writing: a reply and a note, each with a draft of its own, and the macro that goes with the reply.
import { useLayoutEffect, useRef, useState } from "../shared/preact.js";
import { draftOf, keepDraft } from "./drafts.js";

const TYPING_MS = 2500;
const TYPING_ENDS_MS = 3000;
const LEAST_PX = 64;
const SHORTCUT = /(^|\s)\/[a-z0-9_-]*$/i;

/** The words behind what is written. @param {string} text @param {string} words */
export function behind(text, words) {
  return text.trim() ? `${text.trimEnd()}\n\n${words}` : words;
}

/**
 * The words in place of the shortcut at the end, or behind what is written.
 * @param {string} text
 * @param {string} words
 */
export function inPlace(text, words) {
  return SHORTCUT.test(text) ? text.replace(SHORTCUT, (_, space) => space + words) : behind(text, words);
}

/** A canned response with names in it. @param {AgentSession} session @param {string} text */
function filled({ beside, inbox }, text) {
  const { card } = beside.now;
  const customer = card?.profile.name || card?.account?.name || "there";
  return text.replaceAll("{customer}", customer).replaceAll("{agent}", inbox.me?.name ?? "");
}

/** Tells the customer that somebody writes, now and then. @param {AgentSession} session @param {string} conversation */
function useTyping({ link }, conversation) {
  const last = useRef(0);
  /** @param {boolean} on */
  const tell = (on) => link.send("typing", { conversation, on }).catch(() => {});
  return () => {
    if (Date.now() - last.current <= TYPING_MS) return;
    last.current = Date.now();
    tell(true);
    setTimeout(() => tell(false), TYPING_ENDS_MS);
  };
}

/** The field is as high as what is in it. @param {Ref<HTMLTextAreaElement | null>} box @param {string} text */
function useHeight(box, text) {
  useLayoutEffect(() => {
    if (!box.current) return;
    box.current.style.height = "auto";
    box.current.style.height = `${Math.max(LEAST_PX, box.current.scrollHeight + 2)}px`;
  }, [text]);
}

/**
 * Without the floor only notes can be written.
 * @param {AgentSession} session
 * @param {string} conversation
 * @param {boolean} mine
 */
export function useWriting(session, conversation, mine) {
  const [texts, setTexts] = useState({ reply: draftOf(conversation), note: draftOf(conversation, true) });
  const [noting, setNoting] = useState(!mine);
  const [macro, setMacro] = useState(/** @type {Answer.Macro | null} */ (null));
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const typing = useTyping(session, conversation);
  const has = mine || session.moves.taking?.conversation === conversation;
  const note = has ? noting && mine : true;
  const text = note ? texts.note : texts.reply;
  useHeight(box, text);
  useLayoutEffect(() => {
    if (mine && !session.walked) box.current?.focus();
    setNoting(!mine);
  }, [conversation, mine]);
  /** @param {string} value */
  const setText = (value) => {
    setTexts((now) => ({ ...now, [note ? "note" : "reply"]: value }));
    keepDraft(conversation, value, note);
  };
  /** @param {string} value */
  const write = (value) => {
    setText(value);
    if (!note && mine) typing();
  };
  /** @param {boolean} onNote */
  const focus = (onNote) => {
    setNoting(onNote);
    box.current?.focus();
  };
  /** @param {Reply} reply */
  const take = (reply) => {
    write(inPlace(text, filled(session, reply.text)));
    setMacro(reply.macro ? reply : null);
    box.current?.focus();
  };
  /** What stands there now, once: a second press finds it empty. */
  const send = () => {
    const words = box.current?.value.trim() ?? "";
    if (!words && (note || !macro)) return;
    if (box.current) box.current.value = "";
    setText("");
    setMacro(null);
    if (note) session.speech.note(words);
    else session.speech.say(words, macro?.shortcut);
  };
  useLayoutEffect(() =>
    session.field.stands({
      replies: has,
      answer: () => mine && focus(false),
      note: () => focus(true),
      focus: () => box.current?.focus(),
      draft: (words, shortcut) => {
        setTexts((now) => ({ ...now, reply: words }));
        setMacro(session.tools.now.macros.find((macro) => macro.shortcut === shortcut) ?? null);
        focus(false);
      },
      macro: (chosen) => {
        setNoting(false);
        take({ ...chosen, macro: true });
      },
    }),
  );
  return { box, text, note, macro, has, setMacro, write, focus, take, send };
}
