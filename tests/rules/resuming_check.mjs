// What is pushed while a resume is on its way is not undone by its answer, which may be older.
import assert from "node:assert/strict";

globalThis.document = { visibilityState: "visible" };
const { ConversationStore } = await import("../../web_widget/widget/conversation.js");

const event = (seq, kind, more = {}) => ({ seq, at: seq, kind, ...more });
const bot = (seq, text) => event(seq, "bot", { html: text, options: [] });
const place = { greeting: null, mail: false, email: null, ahead: null, wait: null, back: null, callback: null };

let answer = () => {};
const link = { send: () => new Promise((resolve) => (answer = (events) => resolve({ ...place, events }))) };
const store = new ConversationStore({ link: () => link, read: () => {}, failed: assert.fail, changed: () => {} });
const told = () => store.view.items.map(({ seq }) => seq);

let resuming = store.resume();
answer([event(1, "system"), event(2, "customer", { client_id: "a" })]);
await resuming;

resuming = store.resume();
store.push(["event", event(3, "thinking", { on: true })]);
store.push(["event", event(4, "thinking", { on: false })]);
store.push(["event", bot(5, "Two days.")]);
answer([event(3, "thinking", { on: true })]);
await resuming;
assert.deepEqual(told(), [1, 2, 5], "the answer of the bot stays");
assert.equal(store.view.thinking, false);

resuming = store.resume();
answer([bot(5, "Two days."), bot(6, "Or three.")]);
await resuming;
assert.deepEqual(told(), [1, 2, 5, 6], "and what is new comes once");
console.log("all so");
