// An agent's client in a few lines: BATON_PASSWORD=… node docs/examples/agent.mjs http://127.0.0.1:8080 LOGIN "I am here."
// Takes whoever waits longest, prints the whole story, answers, and closes the conversation. Node 22 or newer.
import { io, WebSocket as Transport } from "../../web_widget/vendor/socket.io-client-4.8.4.js"; // elsewhere: npm install socket.io-client

const [hub, login, text] = process.argv.slice(2);

function stop(sentence) {
  console.log(sentence);
  process.exit(1);
}

// One command, one acknowledgement; a refusal is a sentence for a person.
async function ask(command, payload = {}) {
  const answer = await socket.timeout(10_000).emitWithAck(command, payload);
  return answer.ok ? answer : stop(answer.error.message);
}

const reply = await fetch(`${hub}/api/sign-in`, {
  method: "POST",
  headers: { "Content-Type": "application/json", Origin: hub },
  body: JSON.stringify({ login, password: process.env.BATON_PASSWORD }),
});
if (!reply.ok) stop((await reply.json()).error.message);
const Cookie = reply.headers.getSetCookie()[0].split(";")[0];
// A browser sends the cookie by itself; outside one it is set by hand.
class SignedIn extends Transport {
  createSocket(address) {
    return new WebSocket(address, { headers: { Cookie } });
  }
}
const socket = io(`${hub}/agent`, { transports: [SignedIn] });
await new Promise((done, failed) => socket.once("connect", done).once("connect_error", failed));
const { queue } = await ask("inbox");
if (!queue.length) stop("Nobody is waiting.");
const conversation = queue[0].id;
for (const event of (await ask("open", { conversation })).events) {
  if (event.text) console.log(`${event.event}: ${event.text}`);
}
const { epoch } = (await ask("take", { conversation, epoch: queue[0].epoch })).conversation;
await ask("say", { conversation, epoch, client_id: crypto.randomUUID(), text });
await ask("close", { conversation, epoch });
socket.disconnect();
