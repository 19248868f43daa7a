// What went wrong, for the agent to read: a `problem` of what they did stays until they do something else; the
// `trouble` of what happens by itself hides no problem.
import { reasonOf } from "../shared/transport.js";

export class Problems {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** @type {string | null} */
    this.problem = null;
    /** @type {string | null} */
    this.trouble = null;
  }

  /** The sentence that is shown. */
  get words() {
    return this.problem ?? this.trouble;
  }

  /**
   * @template T
   * @param {() => Promise<T>} work
   * @param {"problem" | "trouble"} [slot]
   * @returns {Promise<T | null>} null when it went wrong
   */
  async attempt(work, slot = "problem") {
    try {
      const answer = await work();
      this[slot] = null;
      return answer;
    } catch (error) {
      this[slot] = reasonOf(error);
      this.changed();
      return null;
    }
  }
}
