// Reads logs as JSON lines; folds each in several ways with the browser's own reducer; prints what it saw.
import { createInterface } from "node:readline";
import {
  agentEvent,
  agentEvents,
  customerEvent,
  customerEvents,
  emptyAgent,
  emptyCustomer,
} from "../../web_widget/shared/reducer.js";

const same = (one, two) => JSON.stringify(one) === JSON.stringify(two);

function check(events, empty, one, many) {
  const whole = many(empty(), events);
  for (let n = 0; n <= events.length; n += 3) {
    const snapshot = many(empty(), events.slice(0, n));
    const live = events.slice(n).reduce(one, snapshot);
    if (!same(live, whole)) throw new Error(`snapshot at ${n} plus the rest is another screen`);
    const again = events.slice(0, n).reduce(one, live);
    if (!same(again, whole)) throw new Error("a repeated event changed the screen");
  }
  if (events.length > 2) {
    const gap = one(one(empty(), events[0]), events[2]);
    if (!gap.gap || gap.seq !== events[0].seq) throw new Error("a gap was not noticed");
  }
  return whole;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { customer, agent } = JSON.parse(line);
  const seen = check(customer, emptyCustomer, customerEvent, customerEvents);
  const held = check(agent, emptyAgent, agentEvent, agentEvents);
  console.log(
    JSON.stringify({
      seq: seen.seq,
      state: seen.state,
      offered: seen.offered,
      stars: seen.stars,
      heldState: held.state,
      epoch: held.epoch,
      agent: held.agent,
    }),
  );
}
