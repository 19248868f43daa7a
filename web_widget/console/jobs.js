// What the assistant does in the company's systems, in words.
const JOBS = { cancel: "cancel the order", return: "register the return", readdress: "change the address", undo: "undo the change" };
const RESULTS = { done: "done", declined: "the customer said no", not_found: "no such order", too_late: "too late", policy_limit: "over the automation limit" };

/** @param {{action: string, order?: string|null, result?: string|null}} job */
export function jobWords({ action, order, result }) {
  return `${JOBS[action] ?? action}${order ? ` ${order}` : ""}: ${RESULTS[result] ?? `the order is ${result}`}`;
}
