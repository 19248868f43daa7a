// The agent's session: lists by query, one open conversation as the fold over its log, drafts that are never lost.
import { share } from "../shared/files.js";
import { AGENT } from "../shared/protocol.js";
import { agentEvent, agentEvents, emptyAgent } from "../shared/reducer.js";
import { connect, newClientId, patiently, request } from "../shared/transport.js";
import { draftOf, giveBack } from "./drafts.js";
import { inOrder } from "./lists.js";
import { Outgoing } from "./outgoing.js";
import { undoMs } from "./preferences.js";

const OLD_VIEWS = "baton.views";
const TYPING_SHOWN_MS = 5000;
const REFRESH_MS = 150;
const EPOCHS = { take: 1, reopen: 2 }; // by how many these move it
const MOST_TIMER_MS = 2 ** 31 - 1; // what a browser's timer can hold

export class AgentSession {
  /** @param {() => void} changed draws anew @param {{login: string}} user who is signed in */
  constructor(changed, user) {
    this.changed = changed;
    this.outgoing = new Outgoing(user.login, {
      send: (command, payload) => this.link.send(command, payload),
      sent: (item, answer) => this.wasSent(item, answer),
      returned: (items, error) => this.cameBack(items, error),
      changed,
    });
    this.connection = "connecting";
    this.lists = null;
    this.open = location.hash.slice(1) || null; // a link to a conversation opens it
    this.view = emptyAgent();
    this.header = null;
    this.problem = this.trouble = null;
    this.typing = false;
    this.busy = false;
    this.looking = [];
    this.agentTyping = null;
    this.customerRead = 0;
    this.brief = null;
    this.card = null;
    this.suggested = null;
    // the conversation that is being taken, and the epoch that makes: what is written meanwhile is an answer in it
    this.taking = null;
    this.tools = { replies: [], macros: [], labels: [], departments: [], agents: [], mail: false };
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
      this.outgoing.restore();
      await this.refresh();
      if (this.open) await this.load(this.open);
    }
  }

  push(name, data) {
    if (name === "inbox_changed") {
      this.refreshing ??= setTimeout(() => this.refresh(), REFRESH_MS);
      return;
    }
    if (["mentioned", "assigned", "relieved"].includes(name)) {
      this.onNews?.(name, data);
      return void this.refresh();
    }
    if (data.conversation !== this.open) return;
    if (name === "presence") this.looking = data.names;
    if (name === "seen") this.customerRead = data.seq;
    if (name === "typing") {
      if (data.who === "agent") this.agentTyping = data.on ? data.name : null;
      else this.typing = data.on;
      clearTimeout(this.typingEnds);
      this.typingEnds = setTimeout(() => {
        this.typing = false;
        this.agentTyping = null;
        this.changed();
      }, TYPING_SHOWN_MS);
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
    const lists = await this.attempt(() => patiently(() => this.link.send("inbox")), "trouble");
    if (lists) {
      this.alert(lists);
      this.lists = lists;
      this.wakeUp(lists.later);
    }
    this.changed();
  }

  /** Tells of who waits now and did not before; only those this agent is meant for. */
  alert(lists) {
    const known = new Set((this.lists?.queue ?? lists.queue).map((each) => each.id));
    const fresh = lists.queue.filter((each) => !known.has(each.id) && each.for_me);
    if (fresh.length) this.onWaiting?.(fresh);
  }

  /** What was snoozed comes back to the minute, and says so. */
  wakeUp(later) {
    clearTimeout(this.waking);
    if (!later.length) return;
    const [next] = later;
    this.waking = setTimeout(
      () => {
        this.onLater?.([next]);
        this.refresh();
      },
      Math.min(MOST_TIMER_MS, Math.max(0, next.snoozed_until - Date.now() + 500)),
    );
  }

  /** Open a conversation: whole, and live from then on. */
  async show(conversation, seq = null) {
    this.wantedSeq = seq;
    if (this.open && this.open !== conversation) this.link.send("leave", { conversation: this.open }).catch(() => {});
    this.open = conversation;
    history.replaceState(null, "", `${location.pathname}${conversation ? `#${conversation}` : ""}`);
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

  /** What stands beside the conversation: the hand-off note, the customer, what the knowledge base says. */
  async lookAround() {
    const conversation = this.open;
    const look = async (name, work) => {
      const found = await work.catch(() => null);
      if (this.open === conversation && found) {
        this[name] = found;
        this.changed();
      }
    };
    look(
      "brief",
      this.link.send("brief", { conversation }).then((got) => got.note),
    );
    look("suggested", request(`/api/suggestions?conversation=${encodeURIComponent(conversation)}`));
    look(
      "marks",
      request(`/api/marks?conversation=${encodeURIComponent(conversation)}`).then((got) => got.marks),
    );
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
    const open = () => this.link.send("open", { conversation, after: this.view.seq });
    const answer = await this.attempt(() => patiently(open, () => this.open === conversation), "trouble");
    if (!answer || this.open !== conversation) return;
    this.header = answer.conversation;
    this.looking = answer.looking;
    this.customerRead = Math.max(this.customerRead, answer.read);
    if (this.lists?.mentions.some((each) => each.conversation === conversation)) {
      this.link.send("mentions_seen", { conversation }).then(
        () => this.refresh(),
        () => {},
      );
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

  /**
   * take, reopen, snooze: at once, in the epoch on the screen. A second press while the first is under way does
   * nothing.
   */
  async move(command, more = {}) {
    if (this.busy) return;
    this.busy = true;
    const conversation = this.open;
    if (EPOCHS[command]) this.taking = { conversation, epoch: this.view.epoch + EPOCHS[command] };
    this.changed();
    this.moved = this.attempt(() => this.link.send(command, { conversation, epoch: this.view.epoch, ...more }));
    await this.moved;
    this.busy = false;
    if (this.open === conversation) await this.load(conversation);
    this.taking = null;
    this.changed();
    await this.refresh();
  }

  /** close, hand_back, requeue: after a moment in which it can be taken back. */
  later(command, more = {}, row = null) {
    const payload = { conversation: row?.id ?? this.open, epoch: row?.epoch ?? this.epoch, ...more };
    this.outgoing.add(command, payload, undoMs(), { id: newClientId() });
  }

  /** The conversation to go on with: the next of one's own, else who waits. */
  next() {
    const mine = [...(this.lists?.mine ?? []), ...(this.lists?.queue ?? []).filter((row) => row.for_me)];
    return mine.find((row) => row.id !== this.open && !this.outgoing.moving(row.id)) ?? null;
  }

  /** A file goes by HTTP, past the commands on their way: it waits for a take that was pressed before it. */
  async share(file) {
    if (this.sharing) return;
    this.sharing = true;
    this.changed();
    const { open: conversation, epoch } = this;
    await this.moved;
    const done = await this.attempt(() => share(file, { conversation, epoch }));
    this.sharing = false;
    this.changed();
    if (done && this.open === conversation) await this.load(conversation);
  }

  /** A command about the open conversation that needs no epoch: note, label, verdict. */
  async tell(command, more = {}) {
    if (command === "verdict") {
      if (this.header.verdict) return false; // pressed twice
      this.header = { ...this.header, verdict: more.verdict };
    }
    const done = Boolean(await this.attempt(() => this.link.send(command, { conversation: this.open, ...more })));
    if (done) await this.load(this.open);
    await this.refresh();
    return done;
  }

  /**
   * The epoch in which one's own words are spoken: the hub takes commands in order, so a take on its way comes first.
   */
  get epoch() {
    return this.taking?.conversation === this.open ? this.taking.epoch : this.view.epoch;
  }

  /** An answer, after a moment in which it can be taken back. */
  say(text, macro = null) {
    const id = newClientId();
    const payload = { conversation: this.open, epoch: this.epoch, client_id: id, text, ...(macro && { macro }) };
    this.outgoing.add(macro ? "macro" : "say", payload, undoMs(), { id, words: text });
  }

  /** A note, at once. */
  note(text) {
    const id = newClientId();
    this.outgoing.add("note", { conversation: this.open, client_id: id, text }, 0, { id, words: text });
  }

  /** What was pressed last comes back, its words to the field they came from. */
  takeBack(id = this.outgoing.open().at(-1)?.id) {
    const item = id && this.outgoing.takeBack(id);
    if (item) this.restoreWords([item]);
    return Boolean(item);
  }

  restoreWords(items) {
    const [{ payload }] = items;
    const words = items
      .map((item) => item.words)
      .filter(Boolean)
      .join("\n");
    if (words) giveBack(payload.conversation, words);
    if (payload.conversation === this.open)
      this.onDraft?.(draftOf(this.open), items.find((item) => item.payload.macro)?.payload.macro ?? null);
    this.changed();
  }

  async wasSent(item) {
    this.problem = null;
    const { conversation } = item.payload;
    if (item.command === "say") return;
    if (this.open === conversation) await this.load(conversation);
    await this.refresh();
  }

  /** The hub refused it. That what was asked for is so already is no problem: the answer to the first try was lost. */
  async cameBack(items, error) {
    const [{ payload, command }] = items;
    this.restoreWords(items);
    await this.refresh();
    const row = inOrder(this.lists).find((each) => each.id === payload.conversation);
    const done = { close: "closed", hand_back: "bot", requeue: "queued" }[command];
    if (done && row?.state === done) return;
    this.problem = error.message;
    if (this.open === payload.conversation) await this.load(payload.conversation);
    this.changed();
  }

  async sendTranscript() {
    const answer = await this.attempt(() => this.link.send("send_transcript", { conversation: this.open }));
    return answer?.email ?? null;
  }

  /**
   * `slot`: what an agent did is a `problem` until they do something else; what happens by itself is `trouble` and
   * hides no problem.
   */
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
