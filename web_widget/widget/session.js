// The customer's session: admission, one connection, and what lives on it.
import { share } from "../shared/files.js";
import { CUSTOMER } from "../shared/protocol.js";
import { t } from "../shared/text.js";
import { CommandError, connect, reasonOf } from "../shared/transport.js";
import { admitted, forgetToken, pause } from "./admission.js";
import { ConversationStore } from "./conversation.js";
import { Sending } from "./sending.js";

export class Session {
  /** @param {string} site @param {() => void} changed draws anew */
  constructor(site, changed) {
    this.site = site;
    this.changed = changed;
    /** @type {Connection} */
    this.connection = "connecting";
    /** What went wrong, for the customer to read. @type {string | null} */
    this.problem = null;
    /** Why the chat cannot start, while it cannot. @type {string | null} */
    this.failed = null;
    this.tries = 0;
    this.starting = false;
    this.sharing = false;
    this.token = "";
    /** Commands on their way: pressed twice, sent once. @type {Map<string, Promise<boolean>>} */
    this.running = new Map();
    /** What is to be done when the window is unfolded. @type {() => void} */
    this.onShown = () => {};
    this.sending = new Sending(this);
    this.conversation = new ConversationStore({
      link: () => this.link,
      read: () => this.#read(),
      failed: (error) => {
        this.problem = reasonOf(error);
      },
      changed,
    });
  }

  get link() {
    if (!this.connected) throw new Error("session not started");
    return this.connected;
  }

  async start() {
    clearTimeout(this.again);
    if (this.starting) return;
    this.starting = true;
    try {
      this.token = await admitted(this.site);
    } catch (error) {
      return this.#notStarted(error);
    } finally {
      this.starting = false;
    }
    [this.failed, this.tries, this.problem] = [null, 0, null];
    this.connected = connect(CUSTOMER, {
      auth: { token: this.token },
      onPush: (...push) => this.conversation.push(push),
      onState: (state) => this.#state(state),
    });
  }

  /** Said where the conversation would be, and tried again by itself. @param {unknown} error */
  #notStarted(error) {
    this.failed = reasonOf(error);
    this.connection = "offline";
    this.again = setTimeout(() => this.start(), pause(this.tries));
    this.tries += 1;
    this.changed();
  }

  /** @param {Connection} state */
  async #state(state) {
    if (state === "refused") return this.#renew();
    this.connection = state;
    this.changed();
    if (state !== "online") return;
    await this.conversation.resume();
    await this.sending.flush();
  }

  /** The token is no longer good: begin anew rather than show a dead window. */
  #renew() {
    this.link.close();
    this.sending.dropSent();
    forgetToken(this.token);
    this.conversation.forget();
    this.start();
  }

  #read() {
    if (this.connection === "online") this.conversation.tellSeen();
    this.sending.dropHeard();
  }

  /** A file goes at once; what the hub says of it is shown. @param {File} file */
  async share(file) {
    this.sharing = true;
    this.changed();
    try {
      await share(file, { token: this.token });
      this.problem = null;
      await this.conversation.resume();
    } catch (error) {
      this.problem = reasonOf(error);
    }
    this.sharing = false;
    this.changed();
  }

  /**
   * A command whose refusal the customer should see. While it is on its way the same one is not sent again.
   * @template {keyof CustomerCommands} C
   * @param {C} command
   * @param {CustomerCommands[C]} [payload]
   * @returns {Promise<boolean>} whether it was done
   */
  command(command, payload) {
    const key = command + JSON.stringify(payload ?? {});
    const running = this.running.get(key) ?? this.#carryOut(command, payload).finally(() => this.running.delete(key));
    this.running.set(key, running);
    return running;
  }

  /** @param {string} command @param {object} [payload] */
  async #carryOut(command, payload) {
    try {
      const send = /** @type {(command: string, payload?: object) => Promise<unknown>} */ (this.link.send);
      await send(command, payload);
      this.problem = null;
      if (this.conversation.view.seq === 0) await this.conversation.resume();
      return true;
    } catch (error) {
      this.problem = error instanceof CommandError ? error.message : t("error.failed");
      this.changed();
      return false;
    }
  }
}
