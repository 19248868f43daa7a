// The console's queue of what was pressed, with a clock and a storage of its own; throws at the first thing that is
// not so.
import { LetterKeys } from "../../web_widget/console/keys_core.js";
import { Outgoing } from "../../web_widget/console/outgoing.js";

class Store {
  setItem(key, value) {
    this[key] = String(value);
  }
  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  }
  removeItem(key) {
    delete this[key];
  }
}

const tellsApart = (one, two, what) => {
  if (JSON.stringify(one) !== JSON.stringify(two))
    throw new Error(`${what}: ${JSON.stringify(one)} is not ${JSON.stringify(two)}`);
};
const settled = () => new Promise((done) => setImmediate(done));

function house(store = new Store(), by = "anna") {
  const at = { clock: 1000, log: [], back: [], refuse: null };
  const send = async (command, payload) => {
    if (at.refuse) throw Object.assign(new Error("no"), { code: at.refuse });
    at.log.push(payload.text ?? command);
  };
  const queue = new Outgoing(by, {
    send,
    sent: () => {},
    returned: (items) => at.back.push(items.map((item) => item.words || item.command)),
    changed: () => {},
    store,
    now: () => at.clock,
  });
  const say = (text, conversation = "c1") =>
    queue.add("say", { conversation, text }, 3000, { id: `id-${text}`, words: text });
  const later = async (ms) => {
    at.clock += ms;
    queue.tick();
    await settled();
    await settled();
    await settled();
  };
  return { at, queue, say, later, store };
}

{
  const { at, say, later, queue } = house();
  say("one");
  await later(500);
  say("two");
  queue.add("close", { conversation: "c1" }, 3000, { id: "x" });
  queue.add("close", { conversation: "c1" }, 3000, { id: "y" });
  tellsApart(queue.items.length, 3, "a conversation is closed once");
  await later(2500);
  tellsApart(at.log, ["one"], "each line has its own time");
  await later(500);
  tellsApart(at.log, ["one", "two", "close"], "in the order in which they were pressed");
}
{
  const { at, say, later, queue } = house();
  say("one");
  say("two");
  queue.sendNow("id-two");
  await later(0);
  tellsApart(at.log, [], "nothing overtakes");
  queue.takeBack("id-one");
  await later(0);
  tellsApart(at.log, ["two"], "what is taken back is not sent");
}
{
  const { at, say, later } = house();
  say("one");
  say("two");
  say("elsewhere", "c2");
  at.refuse = "stale";
  await later(3000);
  tellsApart(at.back, [["one", "two"], ["elsewhere"]], "a refusal gives back what was to follow, in order");
}
{
  const { at, say, later } = house();
  say("one");
  at.refuse = "unavailable";
  await later(3000);
  at.refuse = null;
  await later(2000);
  tellsApart([at.log, at.back], [["one"], []], "no answer is no refusal");
}
{
  const first = house();
  first.say("kept");
  first.say("taken back");
  const reloaded = house(first.store);
  const other = house(first.store, "ben");
  reloaded.queue.restore();
  other.queue.restore();
  tellsApart([reloaded.queue.items.length, other.queue.items.length], [2, 0], "a page takes up its own user's items");
  first.queue.takeBack("id-taken back");
  await reloaded.later(10_000);
  tellsApart(reloaded.at.log, ["kept"], "what another tab took back is not sent");
}
{
  const ran = [];
  const at = { clock: 1000, waiting: [] };
  const keys = new LetterKeys(
    (run) => at.waiting.push(run),
    () => {
      at.waiting = [];
    },
    () => at.clock,
  );
  const press = (key, after, moves = false) => {
    at.clock += after;
    keys.press(key, moves, () => ran.push(key));
  };
  for (const letter of "because") press(letter, 60, "bc".includes(letter));
  for (const run of at.waiting) run();
  tellsApart(ran, [], "a sentence is no command");
  press("c", 1000, true);
  for (const run of at.waiting) run();
  press("j", 1000);
  press("j", 60);
  press("k", 60);
  tellsApart(ran, ["c", "j", "j", "k"], "a letter alone is one, and steps may follow each other");
}
console.log("all so");
process.exit(0); // what is never sent here would be tried for ever
