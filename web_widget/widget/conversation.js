// The conversation as its customer sees it: the fold over the hub's log, and what the hub says beside it.
import { customerEvent, customerEvents, emptyCustomer } from "../shared/reducer.js";

/**
 * `mail`: whether emails can be sent; `email`: where they go, as its owner recognises it; `back`: while nobody is
 * there, when somebody is.
 * @typedef {Place & {
 *   view: CustomerView,
 *   greeting: string | null,
 *   mail: boolean,
 *   email: string | null,
 *   agentTyping: string | null,
 * }} State
 */

/** @returns {State} */
export function unread() {
  return {
    view: emptyCustomer(),
    greeting: null,
    ahead: null,
    wait: null,
    back: null,
    callback: null,
    mail: false,
    email: null,
    agentTyping: null,
  };
}

/** After what the hub answered. @param {State} state @param {Resumed} answer @returns {State} */
export function resumed(state, { greeting, mail, email, events, ...place }) {
  const view = customerEvents(state.view, events);
  return { ...state, greeting: greeting ?? null, mail, email, ...placed(place), view };
}

/** Of what the hub answers, what is about one's place. @param {Place} place @returns {Place} */
function placed({ ahead, wait, back, callback }) {
  return { ahead, wait, back, callback };
}

/** After a push. @param {State} state @param {CustomerPush} push @returns {State} */
export function pushed(state, [name, data]) {
  switch (name) {
    case "queue":
      return { ...state, ...placed(data) };
    case "typing":
      return { ...state, agentTyping: data.on ? data.name : null };
    case "event": {
      const agentTyping = data.kind === "agent" ? null : state.agentTyping;
      return { ...state, agentTyping, view: customerEvent(state.view, data) };
    }
  }
}

export class ConversationStore {
  /**
   * @param {{ link: () => CustomerLink, read: () => void, failed: (error: unknown) => void, changed: () => void }}
   * parts
   * `read` hears of everything that was taken in
   */
  constructor({ link, read, failed, changed }) {
    this.link = link;
    this.read = read;
    this.failed = failed;
    this.changed = changed;
    this.now = unread();
    this.seen = 0;
  }

  get view() {
    return this.now.view;
  }

  forget() {
    this.now = { ...this.now, view: emptyCustomer() };
  }

  /** Everything since what is known. */
  async resume() {
    try {
      const answer = await this.link().send("resume", { after: this.view.seq });
      this.now = resumed(this.now, answer); // what was pushed while it was on its way stays
      this.read();
    } catch (error) {
      this.failed(error);
    }
    this.changed();
  }

  /** @param {CustomerPush} push */
  push(push) {
    const next = pushed(this.now, push);
    if (next.view.gap) return void this.resume();
    this.now = next;
    if (push[0] === "event") this.read();
    this.changed();
  }

  /** Tells agents how far the customer has read, once a step and only while the page is looked at. */
  tellSeen() {
    const { state, seq } = this.view;
    if (state === "new" || state === "bot" || this.seen === seq || document.visibilityState !== "visible") return;
    this.seen = seq;
    this.link()
      .send("seen", { seq })
      .catch(() => {});
  }
}
