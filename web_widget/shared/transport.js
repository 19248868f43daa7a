// One socket to one namespace: commands with acknowledgements, pushes, and what the connection is doing.
import { io } from "../vendor/socket.io-client-4.8.4.js";
import { COMMANDS, PUSHES } from "./protocol.js";

const ACK_MS = 15_000;

/**
 * @typedef {{
 *   code: string,
 *   message: string,
 *   retry_after_ms?: number,
 *   findings?: Answer.Finding[],
 *   seen?: string,
 * }} Refusal
 * @typedef {{ ok: true } | { ok: false, error: Refusal }} Outcome
 */

/** A refusal of the hub, or a connection that gave no answer. */
export class CommandError extends Error {
  /** @param {Refusal} error */
  constructor(error) {
    super(error.message);
    this.code = error.code;
    this.retryAfterMs = error.retry_after_ms;
    this.findings = error.findings ?? []; // errors that stop a release, and what names exactly these
    this.seen = error.seen;
  }
}

/**
 * Ask, and ask again when the hub says that it was asked too fast: for what only reads, and is owed to the screen.
 * @template T
 * @param {() => Promise<T>} ask
 * @param {() => boolean} wanted whether anybody still waits for it
 * @returns {Promise<T>}
 */
export async function patiently(ask, wanted = () => true) {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof CommandError) || error.code !== "too_fast" || !wanted()) throw error;
      await new Promise((resolve) => setTimeout(resolve, error.retryAfterMs ?? 1000));
    }
  }
}

/** The path below which everything of this installation lives, from the page's own meta tag. */
export function base() {
  return document.querySelector('meta[name="baton-base"]')?.getAttribute("content") ?? "";
}

/** What the hub calls what went wrong; nothing for what is not its refusal. @param {unknown} error */
export function codeOf(error) {
  return error instanceof CommandError ? error.code : "";
}

/** What went wrong, in a sentence. @param {unknown} error */
export function reasonOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * @template {keyof typeof COMMANDS} N
 * @param {N} namespace
 * @param {{
 *   auth?: object,
 *   onPush: (...push: N extends "/agent" ? AgentPush : CustomerPush) => void,
 *   onState: (state: Connection) => void,
 * }} options
 * @returns {N extends "/agent" ? AgentLink : CustomerLink}
 */
export function connect(namespace, { auth, onPush, onState }) {
  const socket = io(namespace, {
    path: `${base()}/socket.io`,
    auth,
    reconnectionDelayMax: 4000,
    randomizationFactor: 0.4,
    transports: ["websocket", "polling"],
    tryAllTransports: true, // long polling only where websockets are blocked
  });
  socket.on("connect", () => onState("online"));
  socket.on("disconnect", () => onState("offline"));
  socket.on("connect_error", (error) => onState(/** @type {{ data?: object }} */ (error).data ? "refused" : "offline"));
  const heard = /** @type {(name: string, data: unknown) => void} */ (/** @type {unknown} */ (onPush));
  for (const name of PUSHES[namespace]) socket.on(name, (data) => heard(name, data));

  const link = {
    /**
     * Send a command; resolves with what the hub answered, rejects with a CommandError.
     * @param {string} command
     */
    async send(command, payload = {}) {
      if (!COMMANDS[namespace].includes(command)) throw new Error(`unknown command ${command}`);
      /** @type {Outcome} */
      let answer;
      try {
        answer = /** @type {Outcome} */ (await socket.timeout(ACK_MS).emitWithAck(command, payload));
      } catch {
        throw new CommandError({ code: "unavailable", message: "No response. Check your connection." });
      }
      if (!answer.ok) throw new CommandError(answer.error);
      return answer;
    },
    get connected() {
      return socket.connected;
    },
    close: () => socket.close(),
  };
  return /** @type {ReturnType<typeof connect<N>>} */ (/** @type {unknown} */ (link));
}

/**
 * POST, PUT or GET JSON; resolves with the body, rejects with a CommandError.
 * @type {Ask}
 */
export const request = async (path, options) => {
  const { method, body } = { method: "GET", body: undefined, ...options };
  let response;
  try {
    response = await fetch(`${base()}${path}`, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new CommandError({ code: "unavailable", message: "Could not connect. Please try again." });
  }
  const answer = await response.json().catch(() => ({
    ok: false,
    error: { code: "unavailable", message: "The response could not be read. Please try again." },
  }));
  if (!answer.ok) throw new CommandError(answer.error);
  return answer;
};

/**
 * Sends a file as it is.
 * @template {string} P
 * @param {P} path
 * @param {Blob} file
 * @returns {Promise<AnswerTo<"POST", P>>}
 */
export async function upload(path, file, headers = {}) {
  const response = await fetch(`${base()}${path}`, {
    method: "POST",
    body: file,
    headers: { "content-type": "application/octet-stream", ...headers },
  }).catch(() => null);
  if (!response) throw new CommandError({ code: "unavailable", message: "Could not connect. Please try again." });
  const answer = await response.json().catch(() => ({
    ok: false,
    error: { code: "unavailable", message: "The response could not be read. Please try again." },
  }));
  if (!answer.ok) throw new CommandError(answer.error);
  return answer;
}

/** An id the hub remembers: sending the same message twice is then harmless. */
export function newClientId() {
  const bytes = crypto.getRandomValues(new Uint8Array(15));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}
