// The colleague's session: lists by query, one open conversation as the fold over its log, drafts that are never lost.
import { share } from "../shared/files.js";
import { AGENT } from "../shared/protocol.js";
import { agentEvent, agentEvents, emptyAgent } from "../shared/reducer.js";
import { connect, newClientId, request } from "../shared/transport.js";
import { undoMs } from "./preferences.js";

const OLD_VIEWS = "baton.views";
const TYPING_SHOWN_MS = 5000;
const REFRESH_MS = 150;
const MOST_TIMER_MS = 2 ** 31 - 1; // what a browser's timer can hold

export class AgentSession {
  constructor(changed) {
    this.changed = changed;
    this.connection = "connecting";
    this.lists = null;
    this.open = location.hash.slice(1) || null; // a link to a conversation opens it
    this.view = emptyAgent();
    this.header = null;
    this.problem = this.trouble = null;
    this.typing = false;
    this.busy = false;
    this.looking = [];
    this.colleagueTyping = null;
    this.customerRead = 0;
    this.brief = null;
    this.card = null;
    this.suggested = null;
    this.outgoing = null; // what is about to be sent, and can still be taken back
    this.tools = { replies: [], macros: [], labels: [], departments: [], colleagues: [], mail: false };
    this.preferred = { views: [] }; // kept on the hub, wherever one signs in
    this.seen = JSON.parse(localStorage.getItem("baton.seen") ?? "{}");
  }

  start() {
    this.loadTools();
    this.loadPreferred();
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
    if (name === "mentioned") {
      this.onMention?.(data);
      return void this.refresh();
    }
    if (data.conversation !== this.open) return;
    if (name === "presence") this.looking = data.names;
    if (name === "seen") this.customerRead = data.seq;
    if (name === "typing") {
      if (data.who === "agent") this.colleagueTyping = data.on ? data.name : null;
      else this.typing = data.on;
      clearTimeout(this.typingEnds);
      this.typingEnds = setTimeout(() => ((this.typing = false), (this.colleagueTyping = null), this.changed()), TYPING_SHOWN_MS);
    }
    if (name === "event") {
      const next = agentEvent(this.view, data);
      if (next.gap) return void this.load(this.open);
      if (data.event === "customer.said") this.typing = false;
      this.view = next;
      if (["turn.done", "handoff.requested", "answer.rated"].includes(data.event)) this.lookAround();
      this.markSeen();
    }
    this.changed();
  }

  async refresh() {
    this.refreshing = null;
    const lists = await this.attempt(() => this.link.send("inbox"), "trouble");
    if (lists) {
      this.alert(lists);
      this.lists = lists;
      this.wakeUp(lists.later);
    }
    this.changed();
  }

  /** Tells of who waits now and did not before; only those this colleague is meant for. */
  alert(lists) {
    const known = new Set((this.lists?.queue ?? lists.queue).map((each) => each.id));
    const fresh = lists.queue.filter((each) => !known.has(each.id) && each.for_me);
    if (fresh.length) this.onWaiting?.(fresh);
  }

  /** What was put off comes back to the minute, and says so. */
  wakeUp(later) {
    clearTimeout(this.waking);
    if (!later.length) return;
    const [next] = later;
    this.waking = setTimeout(() => (this.onLater?.([next]), this.refresh()), Math.min(MOST_TIMER_MS, Math.max(0, next.snoozed_until - Date.now() + 500)));
  }

  /** Open a conversation: whole, and live from then on. */
  async show(conversation, seq = null) {
    this.wantedSeq = seq;
    if (this.open && this.open !== conversation) this.link.send("leave", { conversation: this.open }).catch(() => {});
    this.open = conversation;
    history.replaceState(null, "", `${location.pathname}${conversation ? `#${conversation}` : ""}`);
    this.sendNow();
    this.view = emptyAgent();
    this.header = null;
    this.problem = null;
    this.typing = false;
    this.looking = [];
    this.brief = this.card = this.suggested = null;
    this.marks = [];
    this.customerRead = 0;
    this.changed();
    if (conversation) await this.load(conversation);
  }

  /** What stands beside the conversation: the hand-over note, the customer, what the knowledge base says. */
  async lookAround() {
    const conversation = this.open;
    const look = async (name, work) => {
      const found = await work.catch(() => null);
      if (this.open === conversation && found) ((this[name] = found), this.changed());
    };
    look("brief", this.link.send("brief", { conversation }).then((got) => got.note));
    look("suggested", request(`/api/suggestions?conversation=${encodeURIComponent(conversation)}`));
    look("marks", request(`/api/marks?conversation=${encodeURIComponent(conversation)}`).then((got) => got.marks));
    if (this.header) look("card", request(`/api/customers/${this.header.customer}`));
  }

  async markRight(seq, right) {
    await this.attempt(() => request("/api/marks", { method: "PUT", body: { conversation: this.open, seq, right } }));
    this.lookAround();
  }

  skipVerdict() {
    this.skipped = new Set([...(this.skipped ?? []), this.open]);
    this.changed();
  }

  async loadTools() {
    this.tools = await request("/api/tools").catch(() => this.tools);
    this.changed();
  }

  /** Saved views and the like; those of an earlier Baton, kept in this browser, move to the hub once. */
  async loadPreferred() {
    const got = await request("/api/me/preferences").catch(() => null);
    const here = JSON.parse(localStorage.getItem(OLD_VIEWS) ?? "[]");
    this.preferred = { views: [], ...got?.preferences };
    if (got && here.length) {
      await this.prefer({ views: [...new Set([...this.preferred.views, ...here])] });
      localStorage.removeItem(OLD_VIEWS);
    }
    this.changed();
  }

  async prefer(more) {
    this.preferred = { ...this.preferred, ...more };
    this.changed();
    await this.attempt(() => request("/api/me/preferences", { method: "PUT", body: { preferences: this.preferred } }));
  }

  async load(conversation) {
    const answer = await this.attempt(() => this.link.send("open", { conversation, after: this.view.seq }), "trouble");
    if (!answer || this.open !== conversation) return;
    this.header = answer.conversation;
    this.looking = answer.looking;
    this.customerRead = Math.max(this.customerRead, answer.read);
    if (this.lists?.mentions.some((each) => each.conversation === conversation)) {
      this.link.send("mentions_seen", { conversation }).then(() => this.refresh(), () => {});
    }
    this.view = agentEvents(this.view, answer.events);
    this.markSeen();
    this.changed();
    this.lookAround();
  }

  markSeen() {
    this.seen[this.open] = this.view.seq;
    localStorage.setItem("baton.seen", JSON.stringify(Object.fromEntries(Object.entries(this.seen).slice(-500))));
  }

  unread(row) {
    return row.seq > (this.seen[row.id] ?? 0);
  }

  /** take, requeue, hand_back, close, snooze: all in the epoch on the screen. */
  async move(command, more = {}) {
    this.busy = true;
    await this.sendNow();
    this.changed();
    await this.attempt(() => this.link.send(command, { conversation: this.open, epoch: this.view.epoch, ...more }));
    this.busy = false;
    await this.load(this.open);
    await this.refresh();
  }

  async share(file) {
    this.sharing = true;
    this.changed();
    const done = await this.attempt(() => share(file, { conversation: this.open, epoch: this.view.epoch }));
    this.sharing = false;
    this.changed();
    if (done) await this.load(this.open);
  }

  /** A command about the open conversation that needs no epoch: note, label, verdict. */
  async tell(command, more = {}) {
    const done = Boolean(await this.attempt(() => this.link.send(command, { conversation: this.open, ...more })));
    if (done) await this.load(this.open);
    await this.refresh();
    return done;
  }

  /** Sends after a moment in which it can be taken back; `failed` gets the words back when the hub refuses them. */
  say(text, failed, macro = null) {
    this.sendNow();
    const payload = { conversation: this.open, epoch: this.view.epoch, client_id: newClientId(), text, ...(macro && { macro }) };
    this.outgoing = { command: macro ? "macro" : "say", payload, failed, timer: setTimeout(() => this.sendNow(), undoMs()), until: Date.now() + undoMs() };
    if (undoMs() === 0) return this.sendNow();
    this.changed();
  }

  /** The words come back to their writer. */
  takeBack() {
    const { outgoing } = this;
    if (!outgoing) return;
    clearTimeout(outgoing.timer);
    this.outgoing = null;
    outgoing.failed(outgoing.payload.text);
    this.changed();
  }

  async sendNow() {
    const { outgoing } = this;
    if (!outgoing || outgoing.sending) return;
    clearTimeout(outgoing.timer);
    outgoing.sending = true;
    const answer = await this.attempt(() => this.link.send(outgoing.command, outgoing.payload));
    this.outgoing = null;
    if (answer) {
      outgoing.sent?.();
      if (outgoing.command === "macro") await this.afterMacro(outgoing.payload.conversation);
    } else {
      outgoing.failed(outgoing.payload.text);
      if (this.open === outgoing.payload.conversation) await this.load(this.open);
    }
    this.changed();
  }

  /** A macro may have moved the conversation. */
  async afterMacro(conversation) {
    if (this.open === conversation) await this.load(conversation);
    await this.refresh();
  }

  async sendTranscript() {
    const answer = await this.attempt(() => this.link.send("send_transcript", { conversation: this.open }));
    return answer?.email ?? null;
  }

  /** `slot`: what a colleague did is a `problem` until they do something else; what happens by itself is `trouble` and hides no problem. */
  async attempt(work, slot = "problem") {
    try {
      const answer = await work();
      this[slot] = null;
      return answer;
    } catch (error) {
      this[slot] = error.message;
      this.changed();
      return null;
    }
  }
}
