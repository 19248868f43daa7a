// The colleague's session: lists by query, one open conversation as the fold over its log, drafts that are never lost.
import { AGENT } from "../shared/protocol.js";
import { agentEvent, agentEvents, emptyAgent } from "../shared/reducer.js";
import { connect, newClientId } from "../shared/transport.js";

const TYPING_SHOWN_MS = 5000;
const REFRESH_MS = 150;

export class AgentSession {
  constructor(changed) {
    this.changed = changed;
    this.connection = "connecting";
    this.lists = null;
    this.open = location.hash.slice(1) || null; // a link to a conversation opens it
    this.view = emptyAgent();
    this.header = null;
    this.problem = null;
    this.typing = false;
    this.busy = false;
    this.seen = JSON.parse(localStorage.getItem("baton.seen") ?? "{}");
  }

  start() {
    this.link = connect(AGENT, {
      onPush: (name, data) => this.push(name, data),
      onState: (state) => this.connected(state),
    });
  }

  async connected(state) {
    if (state === "refused") return location.reload();
    this.connection = state;
    this.changed();
    if (state === "online") {
      await this.refresh();
      if (this.open) await this.load(this.open);
    }
  }

  push(name, data) {
    if (name === "inbox_changed") {
      this.refreshing ??= setTimeout(() => this.refresh(), REFRESH_MS);
      return;
    }
    if (data.conversation !== this.open) return;
    if (name === "typing") {
      this.typing = data.on;
      clearTimeout(this.typingEnds);
      this.typingEnds = setTimeout(() => ((this.typing = false), this.changed()), TYPING_SHOWN_MS);
    }
    if (name === "event") {
      const next = agentEvent(this.view, data);
      if (next.gap) return void this.load(this.open);
      if (data.event === "customer.said") this.typing = false;
      this.view = next;
      this.markSeen();
    }
    this.changed();
  }

  async refresh() {
    this.refreshing = null;
    const lists = await this.attempt(() => this.link.send("inbox"));
    if (lists) this.lists = lists;
    this.changed();
  }

  /** Open a conversation: whole, and live from then on. */
  async show(conversation) {
    if (this.open && this.open !== conversation) this.link.send("leave", { conversation: this.open }).catch(() => {});
    this.open = conversation;
    history.replaceState(null, "", `${location.pathname}${conversation ? `#${conversation}` : ""}`);
    this.view = emptyAgent();
    this.header = null;
    this.problem = null;
    this.typing = false;
    this.changed();
    if (conversation) await this.load(conversation);
  }

  async load(conversation) {
    const answer = await this.attempt(() => this.link.send("open", { conversation, after: this.view.seq }));
    if (!answer || this.open !== conversation) return;
    this.header = answer.conversation;
    this.view = agentEvents(this.view, answer.events);
    this.markSeen();
    this.changed();
  }

  markSeen() {
    this.seen[this.open] = this.view.seq;
    localStorage.setItem("baton.seen", JSON.stringify(Object.fromEntries(Object.entries(this.seen).slice(-500))));
  }

  unread(row) {
    return row.seq > (this.seen[row.id] ?? 0);
  }

  /** take, requeue, hand_back, close: all in the epoch on the screen. */
  async move(command) {
    this.busy = true;
    this.changed();
    await this.attempt(() => this.link.send(command, { conversation: this.open, epoch: this.view.epoch }));
    this.busy = false;
    await this.load(this.open);
    await this.refresh();
  }

  /** Resolves true when the hub has it; a refused draft stays with its writer. */
  async say(text) {
    const payload = { conversation: this.open, epoch: this.view.epoch, client_id: newClientId(), text };
    const answer = await this.attempt(() => this.link.send("say", payload));
    if (!answer) await this.load(this.open);
    return Boolean(answer);
  }

  async attempt(work) {
    try {
      const answer = await work();
      this.problem = null;
      return answer;
    } catch (error) {
      this.problem = error.message;
      this.changed();
      return null;
    }
  }
}
