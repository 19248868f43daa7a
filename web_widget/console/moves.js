// What an agent does with the open conversation: at once in the epoch on the screen, or after a moment to take it back.
import { share } from "../shared/files.js";
import { newClientId } from "../shared/transport.js";
import { byDue } from "./order.js";
import { undoMs } from "./preferences.js";

/** By how many epochs these move it. @type {Record<string, number>} */
const EPOCHS = { take: 1, reopen: 2 };

const FASTER = 3; // how often another agent may be faster

/**
 * @typedef {"take" | "reopen" | "snooze"} AtOnce
 * @typedef {"close" | "hand_back" | "requeue"} Later
 */

export class Moves {
  /** @param {import("./session.js").AgentSession} session */
  constructor(session) {
    this.session = session;
    this.busy = false;
    this.sharing = false;
    /**
     * The conversation that is being taken, and the epoch that makes: what is written meanwhile is an answer in it.
     * @type {{ conversation: string, epoch: number } | null}
     */
    this.taking = null;
    /** Offers that were declined here, until the lists say so too. @type {Set<string>} */
    this.declined = new Set();
    /** What this agent has closed, returned or transferred: the next one is offered there. @type {Set<string>} */
    this.left = new Set();
    /** Conversations whose verdict is not asked for again. @type {Set<string>} */
    this.skipped = new Set();
  }

  /**
   * The epoch in which one's own words are spoken: the hub takes commands in order, so a take on its way comes first.
   */
  get epoch() {
    const { id, view } = this.session.conversation;
    return this.taking?.conversation === id ? this.taking.epoch : view.epoch;
  }

  /**
   * At once. A second press while the first is under way does nothing.
   * @param {AtOnce} command
   * @param {{ reason?: string, until?: number }} [more]
   */
  async now(command, more = {}) {
    const { id, view } = this.session.conversation;
    return id ? this.#at({ id, epoch: view.epoch }, command, more) : null;
  }

  /**
   * @param {{ id: string, epoch: number }} at
   * @param {AtOnce} command
   * @param {{ reason?: string, until?: number }} [more]
   */
  async #at({ id, epoch }, command, more = {}) {
    const { conversation, inbox, link, changed } = this.session;
    if (this.busy) return null;
    this.busy = true;
    this.session.walked = false;
    this.left.delete(id);
    if (EPOCHS[command]) this.taking = { conversation: id, epoch: epoch + EPOCHS[command] };
    changed();
    const send = /** @type {(command: AtOnce, payload: object) => Promise<unknown>} */ (link.send);
    this.moved = this.session.problems.attempt(() => send(command, { conversation: id, epoch, ...more }));
    const done = await this.moved;
    this.busy = false;
    if (done && EPOCHS[command] && conversation.id === id) await this.session.reveal(); // who answers is seen
    if (conversation.id === id) await conversation.load(id);
    this.taking = null;
    changed();
    await inbox.refresh();
    if (done && EPOCHS[command]) this.session.list.choose("mine");
    return done;
  }

  /** Who waits for this agent and comes first: what is theirs by an offer or a transfer, then as the queue has it. */
  mostUrgent() {
    const { inbox, outgoing } = this.session;
    const me = inbox.me?.id;
    const rows = (inbox.lists?.queue ?? []).filter(
      ({ id, for_me, offer }) => for_me && (!offer || offer.agent === me) && !outgoing.moving(id),
    );
    return rows.find((row) => row.offer) ?? rows.find((row) => row.wanted_agent === me) ?? rows[0] ?? null;
  }

  /** Another agent may be faster: then the next one. */
  async takeMostUrgent() {
    for (let times = 0; times < FASTER; times++) {
      const row = this.mostUrgent();
      if (!row || (await this.takeRow(row))) return;
    }
  }

  /** Open and take over: what is typed from then on is the answer. @param {InboxRow} row */
  takeRow(row) {
    this.session.show(row.id);
    return this.#at(row, "take");
  }

  /** Let an offer pass: gone from the screen at once. @param {InboxRow} row */
  async decline({ id, epoch }) {
    const { inbox, link, problems, changed } = this.session;
    this.declined.add(`${id} ${epoch}`);
    changed();
    const done = await problems.attempt(() => link.send("decline", { conversation: id, epoch }));
    await inbox.refresh();
    if (!done) this.declined.delete(`${id} ${epoch}`);
    changed();
  }

  /**
   * After a moment in which it can be taken back.
   * @param {Later} command
   * @param {Omit<AgentCommands["requeue"] & AgentCommands["close"], "conversation" | "epoch">} [more]
   * @param {InboxRow | null} [row] another conversation than the open one
   */
  later(command, more = {}, row = null) {
    const conversation = row?.id ?? this.session.conversation.id;
    if (!conversation) return;
    const payload = { conversation, epoch: row?.epoch ?? this.epoch, ...more };
    this.left.add(conversation);
    this.session.outgoing.add(command, payload, undoMs(), { id: newClientId() });
  }

  /** The conversation to go on with: the next of one's own, else who waits. */
  next() {
    const { inbox, conversation, outgoing } = this.session;
    const { seen } = this.session;
    const own = byDue(inbox.lists?.mine ?? [], (row) => seen.unread(row));
    const rows = [...own, ...(inbox.lists?.queue ?? []).filter((row) => row.for_me)];
    return rows.find((row) => row.id !== conversation.id && !outgoing.moving(row.id)) ?? null;
  }

  goOn() {
    const next = this.next();
    if (next) this.session.show(next.id);
  }

  /**
   * A file goes by HTTP, past the commands on their way: it waits for a take that was pressed before it.
   * @param {File} file
   */
  async share(file) {
    const { conversation, problems, changed } = this.session;
    const { id } = conversation;
    if (this.sharing || !id) return;
    this.sharing = true;
    changed();
    const { epoch } = this;
    await this.moved;
    const done = await problems.attempt(() => share(file, { conversation: id, epoch }));
    this.sharing = false;
    changed();
    if (done && conversation.id === id) await conversation.load(id);
  }

  /** All labels it is to have. @param {string[]} labels */
  label(labels) {
    return this.#tell((conversation) => this.session.link.send("label", { conversation, labels }));
  }

  /** Whether the hand-off came when it should. Pressed twice it counts once. @param {Verdict} verdict */
  async verdict(verdict) {
    const { conversation } = this.session;
    if (!conversation.header || conversation.header.verdict) return false;
    conversation.now = { ...conversation.now, header: { ...conversation.header, verdict } };
    return this.#tell((id) => this.session.link.send("verdict", { conversation: id, verdict }));
  }

  skipVerdict() {
    const { conversation, changed } = this.session;
    if (conversation.id) this.skipped.add(conversation.id);
    changed();
  }

  /** The whole conversation, by email to the customer; the address it went to. */
  async sendTranscript() {
    const { conversation, link, problems } = this.session;
    const { id } = conversation;
    const answer = id && (await problems.attempt(() => link.send("send_transcript", { conversation: id })));
    return answer ? answer.email : null;
  }

  /** A command about the open conversation that needs no epoch. @param {(id: string) => Promise<unknown>} send */
  async #tell(send) {
    const { conversation, inbox, problems } = this.session;
    const { id } = conversation;
    if (!id) return false;
    const done = Boolean(await problems.attempt(() => send(id)));
    if (done && conversation.id) await conversation.load(conversation.id);
    await inbox.refresh();
    return done;
  }
}
