// What the assistant does in the company's systems, in words.
/** @type {Record<string, string>} */
const JOBS = {
  cancel: "cancel the order",
  return: "register the return",
  readdress: "change the address",
  undo: "undo the change",
};
/** @type {Record<string, string>} */
const RESULTS = {
  done: "done",
  declined: "not done, the customer said no",
  not_found: "not done, no such order",
  too_late: "not done, too late",
  policy_limit: "not done, over the automation limit",
  unavailable: "not done, the order system did not answer",
  unknown: "unclear, the order system did not answer",
};

/** @param {{action: string, order?: string|null, result?: string|null}} job */
export function jobWords({ action, order, result }) {
  const words = `${JOBS[action] ?? action}${order ? ` ${order}` : ""}`;
  return result ? `${words}: ${RESULTS[result] ?? `not done, the order is ${result.replaceAll("_", " ")}`}` : words;
}
