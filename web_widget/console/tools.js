// What an agent works with: canned responses, macros, labels, who is there; and the views they keep on the hub.
import { request } from "../shared/transport.js";

const OLD_VIEWS = "baton.views";

export class ToolsStore {
  /** @param {{ problems: import("./problems.js").Problems, changed: () => void }} parts */
  constructor({ problems, changed }) {
    this.problems = problems;
    this.changed = changed;
    /** @type {Omit<Answer.Tools, "ok">} */
    this.now = { replies: [], macros: [], labels: [], views: [], departments: [], agents: [], mail: false };
    /** @type {Preferred} */
    this.preferred = { views: [] };
  }

  async load() {
    this.now = await request("/api/tools").catch(() => this.now);
    this.changed();
  }

  /** Saved views and the like; those of an earlier Baton, kept in this browser, move to the hub once. */
  async loadPreferred() {
    const answer = await request("/api/me/preferences").catch(() => null);
    /** @type {string[]} */
    const here = JSON.parse(localStorage.getItem(OLD_VIEWS) ?? "[]");
    this.preferred = { views: [], ...answer?.preferences };
    if (answer && here.length) {
      await this.prefer({ views: [...new Set([...this.preferred.views, ...here])] });
      localStorage.removeItem(OLD_VIEWS);
    }
    this.changed();
  }

  /** @param {Partial<Preferred>} more */
  async prefer(more) {
    this.preferred = { ...this.preferred, ...more };
    this.changed();
    const body = { preferences: this.preferred };
    await this.problems.attempt(() => request("/api/me/preferences", { method: "PUT", body }));
  }
}
