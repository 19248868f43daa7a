// The customer's session: token, outbox and the connection. The view is the fold over the hub's log.
import { share } from "../shared/files.js";
import { CUSTOMER } from "../shared/protocol.js";
import { customerEvent, customerEvents, emptyCustomer } from "../shared/reducer.js";
import { CommandError, connect, newClientId, request } from "../shared/transport.js";

const TOKEN = "baton.token";
const OUTBOX = "baton.outbox";
const RETRY_MS = 2500;

function stored(key, fallback) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") ?? fallback;
  } catch {
    return fallback;
  }
}

/** Storage may be off (private windows): the chat works then too, only a reload starts anew. */
function store(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    /* nothing to keep it in */
  }
}

export class Session {
  /** @param {string} site @param {(session: Session) => void} changed */
  constructor(site, changed) {
    this.site = site;
    this.changed = changed;
    this.view = emptyCustomer();
    this.connection = "connecting";
    this.greeting = null;
    this.ahead = null;
    this.mail = false; // whether the house can write letters
    this.email = null; // where they go, as its owner recognises it
    this.back = null; // while nobody is there: when somebody is
    this.agentTyping = null;
    this.problem = null;
    this.outbox = stored(OUTBOX, []);
    this.flushing = false;
  }

  async start() {
    let token = stored(TOKEN, null);
    if (!token) {
      try {
        token = (await request("/api/customers", { method: "POST", body: { site: this.site } })).token;
        store(TOKEN, token);
      } catch (error) {
        this.problem = error.message;
        this.connection = "offline";
        this.changed(this);
        setTimeout(() => this.start(), RETRY_MS);
        return;
      }
    }
    this.problem = null;
    this.token = token;
    this.link = connect(CUSTOMER, {
      auth: { token },
      onPush: (name, data) => this.push(name, data),
      onState: (state) => this.connected(state),
    });
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
    localStorage.removeItem(TOKEN);
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
    const waiting = this.outbox.filter((each) => !heard.has(each.client_id));
    if (waiting.length !== this.outbox.length) {
      this.outbox = waiting;
      store(OUTBOX, waiting);
    }
    this.changed(this);
  }

  /** Tells colleagues how far the customer has read, once a step and only while the page is looked at. */
  tellSeen() {
    if (["new", "bot"].includes(this.view.state) || this.seen === this.view.seq || document.visibilityState !== "visible" || this.connection !== "online") return;
    this.seen = this.view.seq;
    this.link.send("seen", { seq: this.view.seq }).catch(() => {});
  }

  say(text) {
    this.outbox = [...this.outbox, { client_id: newClientId(), text, at: Date.now() }];
    store(OUTBOX, this.outbox);
    this.changed(this);
    this.flush();
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
    this.outbox = this.outbox.filter((each) => each.client_id !== clientId);
    store(OUTBOX, this.outbox);
    this.changed(this);
  }

  /** Send what waits, oldest first, one at a time: order is part of what was said. */
  async flush() {
    if (this.flushing || this.connection !== "online") return;
    this.flushing = true;
    try {
      for (let next; this.connection === "online" && (next = this.outbox.find((each) => !each.refused && !each.sent)); ) {
        await this.sendOne(next);
      }
    } finally {
      this.flushing = false;
    }
  }

  async sendOne(message) {
    try {
      await this.link.send("say", { client_id: message.client_id, text: message.text });
      message.sent = true;
      if (this.view.heard.includes(message.client_id)) this.drop(message.client_id);
      else await this.resume();
    } catch (error) {
      const wait = error.retryAfterMs ?? RETRY_MS;
      if (error.code === "unavailable" || error.code === "too_fast") {
        await new Promise((done) => setTimeout(done, wait));
      } else {
        message.refused = error.message;
        this.changed(this);
      }
    }
  }

  /** A command whose refusal the customer should see. */
  async command(name, payload) {
    try {
      await this.link.send(name, payload);
      this.problem = null;
      if (this.view.seq === 0) await this.resume();
      return true;
    } catch (error) {
      this.problem = error instanceof CommandError ? error.message : "That did not work. Please try again.";
      this.changed(this);
      return false;
    }
  }
}
