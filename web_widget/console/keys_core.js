// Which letters are commands and which are words. Letters that follow each other this fast are someone typing, who
// thinks a field has the focus: none of them is a command.
const SENTENCE_MS = 350;
export const STEPS = new Set(["j", "k"]);

/**
 * Which letters are commands and which are words. A letter runs at once if it only looks or focuses (`now`); one that
 * moves a conversation waits a moment, and another letter makes both of them words.
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
  }

  /** @param {string} key @param {boolean} moves @param {() => void} run */
  press(key, moves, run) {
    const { key: before, at } = this.last;
    const inSentence = this.now() - at < SENTENCE_MS && !(STEPS.has(before) && STEPS.has(key));
    this.last = { key, at: this.now() };
    this.never(this.waiting);
    if (inSentence) return;
    if (moves) this.waiting = this.later(run, SENTENCE_MS);
    else run();
  }

  /** Any other letter. @param {string} key */
  letter(key) {
    this.press(key, false, () => {});
  }
}
