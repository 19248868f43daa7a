// The customer's session: token, outbox and the connection. The view is the fold over the hub's log.
import { share } from "../shared/files.js";
import { CUSTOMER } from "../shared/protocol.js";
import { customerEvent, customerEvents, emptyCustomer } from "../shared/reducer.js";
import { t } from "../shared/text.js";
import { CommandError, connect, request } from "../shared/transport.js";
import { Outbox } from "./outbox.js";
import { store, stored } from "./storage.js";

const TOKEN = "baton.token";
const RETRY_MS = 2500;
const RETRY_AT_MOST_MS = 30_000;
const ADOPT_MS = 3000; // what another window has not sent by then, this one sends: it may have been closed

export class Session {
  /** @param {string} site @param {(session: Session) => void} changed */
  constructor(site, changed) {
    this.site = site;
    this.changed = changed;
    this.view = emptyCustomer();
    this.connection = "connecting";
    this.greeting = null;
    this.ahead = null;
    this.mail = false; // whether emails can be sent
    this.email = null; // where they go, as its owner recognises it
    this.back = null; // while nobody is there: when somebody is
    this.agentTyping = null;
    this.problem = null;
    this.failed = null; // why the chat cannot start, while it cannot
    this.tries = 0;
    this.running = {}; // commands on their way: pressed twice, sent once
    this.sent = new Set(); // acknowledged, and not yet seen in the log
    this.box = new Outbox(() => this.elsewhere());
    this.flushing = false;
  }

  /** What waits to be sent, from every window on this device. */
  get outbox() {
    return this.box.waiting;
  }

  /** Another window has written something: it sends that itself, unless it is gone. */
  elsewhere() {
    this.changed(this);
    clearTimeout(this.adopting);
    this.adopting = setTimeout(() => this.flush(), ADOPT_MS);
  }

  async start() {
    clearTimeout(this.again);
    if (this.starting) return;
    this.starting = true;
    try {
      this.token = await this.admitted();
    } catch (error) {
      return this.notStarted(error);
    } finally {
      this.starting = false;
    }
    [this.failed, this.tries, this.problem] = [null, 0, null];
    const { token } = this;
    this.link = connect(CUSTOMER, {
      auth: { token },
      onPush: (name, data) => this.push(name, data),
      onState: (state) => this.connected(state),
    });
  }

  /** The token on this device, or a new one; of two windows that ask at once both go on with the first. */
  async admitted() {
    const token =
      stored(TOKEN) ?? (await request("/api/customers", { method: "POST", body: { site: this.site } })).token;
    const kept = stored(TOKEN) ?? token;
    store(TOKEN, kept);
    return kept;
  }

  /** Said where the conversation would be, and tried again by itself. */
  notStarted(error) {
    this.failed = error.message;
    this.connection = "offline";
    this.again = setTimeout(() => this.start(), Math.min(RETRY_AT_MOST_MS, RETRY_MS * 2 ** this.tries));
    this.tries += 1;
    this.changed(this);
  }

  async connected(state) {
    if (state === "refused") return this.renew();
    this.connection = state;
    this.changed(this);
    if (state === "online") {
      await this.resume();
      await this.flush();
    }
  }

  /** The token is no longer good: begin anew rather than show a dead window. */
  renew() {
    this.link.close();
    for (const clientId of this.sent) this.box.drop(clientId); // they stand in the conversation that is left behind
    if (stored(TOKEN) === this.token) store(TOKEN, null); // another window may have begun anew already
    this.view = emptyCustomer();
    this.start();
  }

  async resume() {
    try {
      const answer = await this.link.send("resume", { after: this.view.seq });
      this.greeting = answer.greeting ?? null;
      this.ahead = answer.ahead;
      this.mail = answer.mail;
      this.email = answer.email;
      this.back = answer.back;
      this.take(customerEvents(this.view, answer.events));
    } catch (error) {
      this.problem = error.message;
      this.changed(this);
    }
  }

  push(name, data) {
    if (name === "queue") [this.ahead, this.back] = [data.ahead, data.back];
    if (name === "typing") this.agentTyping = data.on ? data.name : null;
    if (name === "event") {
      if (data.kind === "agent") this.agentTyping = null;
      const next = customerEvent(this.view, data);
      if (next.gap) return void this.resume();
      this.take(next);
      return;
    }
    this.changed(this);
  }

  take(view) {
    this.view = view;
    this.tellSeen();
    const heard = new Set(view.heard);
    for (const { client_id } of this.outbox) if (heard.has(client_id)) this.box.drop(client_id);
    this.changed(this);
  }

  /** Tells agents how far the customer has read, once a step and only while the page is looked at. */
  tellSeen() {
    if (
      ["new", "bot"].includes(this.view.state) ||
      this.seen === this.view.seq ||
      document.visibilityState !== "visible" ||
      this.connection !== "online"
    )
      return;
    this.seen = this.view.seq;
    this.link.send("seen", { seq: this.view.seq }).catch(() => {});
  }

  /** @param {string} text @param {number} [replyTo] the bot's line whose option was pressed */
  say(text, replyTo) {
    this.box.add(text, replyTo);
    this.changed(this);
    this.flush();
  }

  /** Whether this line's options may be pressed: it is the latest, and nothing is on its way that may answer it. */
  offers(seq) {
    return this.view.offered === seq && !this.outbox.some((message) => !message.refused);
  }

  /** What was refused as an answer to a question that has passed may be meant all the same. */
  sayAnyway(message) {
    this.box.drop(message.client_id);
    this.say(message.text);
  }

  /** A file goes at once; what the hub says of it is shown. */
  async share(file) {
    this.sharing = true;
    this.changed(this);
    try {
      await share(file, { token: this.token });
      this.problem = null;
      await this.resume();
    } catch (error) {
      this.problem = error.message;
    }
    this.sharing = false;
    this.changed(this);
  }

  drop(clientId) {
    this.box.drop(clientId);
    this.changed(this);
  }

  /** Send what waits, oldest first, one at a time: order is part of what was said. */
  async flush() {
    if (this.flushing || this.connection !== "online") return;
    this.flushing = true;
    try {
      const unsent = () => this.outbox.find((message) => !message.refused && !this.sent.has(message.client_id));
      for (let next = unsent(); next && this.connection === "online"; next = unsent()) await this.sendOne(next);
    } finally {
      this.flushing = false;
    }
  }

  async sendOne(message) {
    try {
      const { client_id, text, reply_to } = message;
      await this.link.send("say", { client_id, text, ...(reply_to && { reply_to }) });
      this.sent.add(client_id);
      if (this.view.heard.includes(message.client_id)) this.drop(message.client_id);
      else await this.resume();
    } catch (error) {
      const wait = error.retryAfterMs ?? RETRY_MS;
      if (error.code === "unavailable" || error.code === "too_fast") {
        await new Promise((done) => setTimeout(done, wait));
      } else {
        this.box.refuse(message, error.message);
        this.changed(this);
      }
    }
  }

  /** A command whose refusal the customer should see. While it is on its way the same one is not sent again. */
  command(name, payload = {}) {
    const key = name + JSON.stringify(payload);
    this.running[key] ??= this.carriedOut(name, payload).finally(() => delete this.running[key]);
    return this.running[key];
  }

  async carriedOut(name, payload) {
    try {
      await this.link.send(name, payload);
      this.problem = null;
      if (this.view.seq === 0) await this.resume();
      return true;
    } catch (error) {
      this.problem = error instanceof CommandError ? error.message : t("error.failed");
      this.changed(this);
      return false;
    }
  }
}
