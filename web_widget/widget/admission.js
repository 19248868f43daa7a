// Whose conversation this is: the token on this device, and asking for one until there is one.
import { request } from "../shared/transport.js";
import { store, stored } from "./storage.js";

const TOKEN = "baton.token";
const RETRY_MS = 2500;
const RETRY_AT_MOST_MS = 30_000;

/**
 * The token on this device, or a new one; of two windows that ask at once both go on with the first.
 * @param {string} site
 */
export async function admitted(site) {
  const token = stored(TOKEN) ?? (await request("/api/customers", { method: "POST", body: { site } })).token;
  /** @type {string} */
  const kept = stored(TOKEN) ?? token;
  store(TOKEN, kept);
  return kept;
}

/** The token is good no longer; another window may have begun anew already. @param {string} token */
export function forgetToken(token) {
  if (stored(TOKEN) === token) store(TOKEN, null);
}

/** How long to wait after so many tries that failed. @param {number} tries */
export function pause(tries) {
  return Math.min(RETRY_AT_MOST_MS, RETRY_MS * 2 ** tries);
}
