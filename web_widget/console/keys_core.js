// Which letters are commands and which are words. Letters that follow each other this fast are someone typing, who
// thinks a field has the focus: none of them is a command.
const SENTENCE_MS = 350;
export const STEPS = new Set(["j", "k"]);

/**
 * A letter runs at once if it only looks or focuses; one that moves a conversation waits a moment, and another letter
 * makes both of them words. Behind a step to another conversation a letter is a command or begins a sentence: it is
 * never lost.
 */
export class LetterKeys {
  /**
   * @param {(run: () => void, ms: number) => unknown} later
   * @param {(timer: unknown) => void} never
   */
  constructor(
    later = (run, ms) => setTimeout(run, ms),
    never = (timer) => clearTimeout(/** @type {number | undefined} */ (timer)),
    now = () => performance.now(),
  ) {
    this.later = later;
    this.never = never;
    this.now = now;
    this.last = { key: "", at: -Infinity };
    this.idle = ""; // what was pressed and has done nothing yet
    /** Takes what turned out to be words. @type {(words: string) => void} */
    this.words = () => {};
  }

  /**
   * @param {string} key
   * @param {boolean} moves
   * @param {(() => void) | null} run
   * @param {{ at?: number, sign?: string }} [typed] when, and as what it stands in a sentence
   */
  press(key, moves, run, { at = this.now(), sign = key } = {}) {
    const before = this.last;
    const inSentence = at - before.at < SENTENCE_MS && !STEPS.has(before.key);
    const words = (inSentence ? this.idle : "") + sign;
    this.last = { key, at };
    this.never(this.waiting);
    this.idle = "";
    if (inSentence) return this.words(words);
    if (run && !moves) return run();
    this.idle = words;
    if (run) this.waiting = this.later(run, SENTENCE_MS);
  }

  /** Something else was pressed, or something was written in a field: what follows is no part of a sentence. */
  pause() {
    this.last = { key: "", at: -Infinity };
    this.idle = "";
  }

  /** Any other letter. @param {string} key @param {{ at?: number, sign?: string }} [typed] */
  letter(key, typed) {
    this.press(key, false, null, typed);
  }
}

/** @typedef {{ name: string, sign: string, at: number }} Typed */

/** What is typed before the conversation it is for is on the screen. */
export class HeldKeys {
  constructor() {
    this.of = "";
    /** @type {Typed[]} */
    this.keys = [];
  }

  /** @param {string} conversation @param {Typed} typed */
  hold(conversation, typed) {
    this.keys = [...this.release(conversation), typed];
    this.of = conversation;
  }

  /** What was typed for this one; what was for another is over. @param {string} conversation */
  release(conversation) {
    const keys = this.of === conversation ? this.keys : [];
    this.keys = [];
    return keys;
  }
}
