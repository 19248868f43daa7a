// The agent's session: one connection, and the stores that live on it. Each holds one thing and says when it changed.
import { AGENT } from "../shared/protocol.js";
import { connect } from "../shared/transport.js";
import { BesideStore } from "./beside.js";
import { ConversationStore } from "./conversation.js";
import { Field } from "./field.js";
import { InboxStore } from "./inbox.js";
import { ListStore } from "./list.js";
import { Moves } from "./moves.js";
import { Outgoing } from "./outgoing.js";
import { Problems } from "./problems.js";
import { Seen } from "./seen.js";
import { Speech } from "./speech.js";
import { TeamStore } from "./team.js";
import { ToolsStore } from "./tools.js";

/** Events after which the hand-off note, the suggestions or the marks may be others. */
const TELLING = ["turn.done", "handoff.requested", "answer.rated"];
/**
 * @typedef {"mentioned" | "assigned" | "relieved" | "reminder"} Newsworthy
 * @typedef {(command: string, payload: object) => Promise<unknown>} Pressed
 */

export class AgentSession {
  /**
   * @param {() => void} changed draws anew
   * @param {{ login: string, may: string[] }} user who is signed in
   * @param {{
   *   waiting: (rows: InboxRow[]) => void,
   *   offered: (row: InboxRow) => void,
   *   later: (row: InboxRow) => void,
   *   news: (name: Newsworthy, news: News) => void,
   * }} tell what the agent should hear of, wherever they are looking
   */
  constructor(changed, user, tell) {
    this.changed = changed;
    /** @type {AgentLink | null} */
    this.connected = null;
    this.tell = tell;
    this.walked = false;
    /** @type {Connection} */
    this.connection = "connecting";
    this.problems = new Problems(changed);
    this.seen = new Seen();
    this.field = new Field();
    const link = () => this.link;
    const { problems } = this;
    this.tools = new ToolsStore({ problems, changed });
    this.inbox = new InboxStore({
      ask: () => this.link.send("inbox"),
      problems,
      changed,
      onWaiting: tell.waiting,
      onTeam: (members) => this.team.heard(members),
      onLater: tell.later,
    });
    this.list = new ListStore({ inbox: this.inbox, seen: this.seen, changed });
    this.team = new TeamStore({ link, me: () => this.inbox.me?.id, problems, changed });
    this.conversation = new ConversationStore({ link, problems, changed, read: (event) => this.#read(event) });
    this.conversation.silent = user.may.includes("watch") && new URLSearchParams(location.search).has("silent");
    this.beside = new BesideStore({ conversation: this.conversation, link, problems, changed });
    this.moves = new Moves(this);
    this.speech = new Speech(this);
    this.outgoing = new Outgoing(user.login, {
      send: (command, payload) => /** @type {Pressed} */ (this.link.send)(command, payload),
      sent: (item) => this.speech.sent(item),
      returned: (items, error) => this.speech.refused(items, error),
      changed,
    });
  }

  get link() {
    // Whoever needs it first begins it: what is sent before it stands waits for it.
    this.connected ??= connect(AGENT, {
      onPush: (...push) => this.#push(push),
      onState: (state) => this.#connected(state),
    });
    return this.connected;
  }

  start() {
    this.tools.load();
    this.tools.loadPreferred();
    return this.link;
  }

  /**
   * Open a conversation: whole, and live from then on.
   * @param {string | null} id
   * @param {number | null} [seq]
   * @param {boolean} [walked] by a step of the keyboard: what is typed then are commands
   */
  async show(id, seq = null, walked = false) {
    this.walked = walked;
    this.conversation.begin(id, seq);
    this.beside.forget();
    this.problems.problem = null;
    this.changed();
    // Named in the address before the connection is begun: it is loaded when that stands.
    if (id && this.connected) await this.conversation.load(id);
  }

  /** From now on the others see who looks. */
  async reveal() {
    const { id } = this.conversation;
    if (!this.conversation.silent) return;
    this.conversation.silent = false;
    const asked = new URLSearchParams(location.search);
    asked.delete("silent");
    history.replaceState(null, "", `${location.pathname}${asked.size ? `?${asked}` : ""}${location.hash}`);
    if (id) await this.conversation.load(id);
    this.changed();
  }

  /** @param {Connection} state */
  async #connected(state) {
    if (state === "refused") return location.reload();
    this.connection = state;
    this.changed();
    if (state !== "online") return;
    this.outgoing.restore();
    await this.inbox.refresh();
    if (this.conversation.id) await this.conversation.load(this.conversation.id);
  }

  /** @param {AgentPush} push */
  #push(push) {
    const [name, data] = push;
    if (name === "inbox_changed") return this.inbox.soon();
    if (name === "team") return this.team.heard(data.team);
    if (name === "offer") return void this.inbox.refresh().then(() => this.#ring(data.conversation));
    if (name === "reminder") return this.tell.news(name, data);
    if (name === "mentioned" || name === "assigned" || name === "relieved") {
      this.tell.news(name, data);
      return void this.inbox.refresh().then(() => this.#look());
    }
    if ("conversation" in data && data.conversation === this.conversation.id) this.conversation.push(push);
  }

  /** @param {string} conversation */
  #ring(conversation) {
    const row = this.inbox.row(conversation);
    if (row?.offer?.agent === this.inbox.me?.id && row) this.tell.offered(row);
  }

  /** What was read is no longer new; what stands beside it may be another. @param {Log.Entry} [event] */
  #read(event) {
    const { id, view } = this.conversation;
    if (!id) return;
    this.seen.mark(id, view.seq);
    if (!event) this.#mentionsSeen(id);
    if (!event && this.walked) this.beside.lookSoon();
    else if (!event || TELLING.includes(event.event)) this.beside.look();
  }

  /** A note that comes in before one's eyes is read. */
  #look() {
    const { id } = this.conversation;
    if (id && document.visibilityState === "visible") this.#mentionsSeen(id);
  }

  /** @param {string} id */
  #mentionsSeen(id) {
    if (!this.inbox.lists?.mentions.some((mention) => mention.conversation === id)) return;
    const refresh = () => this.inbox.refresh();
    this.link.send("mentions_seen", { conversation: id }).then(refresh, () => {});
  }
}
