// A customer's client in a few lines: node docs/examples/customer.mjs http://127.0.0.1:8080 "How long does delivery take?"
// Says each argument, prints what comes back, and stops when every message has been answered. Node 22 or newer.
import { io } from "../../web_widget/vendor/socket.io-client-4.8.4.js"; // elsewhere: npm install socket.io-client

const [hub, ...texts] = process.argv.slice(2);
let seq = 0;
let answered = () => {};

// Events are applied in the order of their numbers; a gap is filled by asking for what is missing.
async function apply(event) {
  if (event.seq > seq + 1) return resume();
  if (event.seq <= seq) return undefined;
  seq = event.seq;
  if (["bot", "agent", "system"].includes(event.kind)) console.log(`${event.kind}: ${event.text}`);
  if (event.kind === "thinking" && !event.on) answered();
  return undefined;
}

async function resume() {
  for (const event of (await ask("resume", { after: seq })).events) await apply(event);
}

// One command, one acknowledgement; a refusal is a sentence for a person.
async function ask(command, payload) {
  const answer = await socket.timeout(10_000).emitWithAck(command, payload);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer;
}

const reply = await fetch(`${hub}/api/customers`, {
  method: "POST",
  headers: { "Content-Type": "application/json", Origin: hub },
  body: "{}",
});
const { token } = await reply.json();
const socket = io(`${hub}/customer`, { auth: { token }, transports: ["websocket"] });
socket.on("event", apply);
await new Promise((done, failed) => socket.once("connect", done).once("connect_error", failed));
for (const text of texts) {
  const heard = new Promise((done) => (answered = done));
  await ask("say", { client_id: crypto.randomUUID(), text });
  await resume();
  await heard;
}
await resume();
socket.disconnect();
