// Where a letter leads a customer back to: the token of the link is kept, and the conversation opens.
import { base } from "../shared/transport.js";

const token = location.hash.slice(1);
if (token) localStorage.setItem("baton.token", JSON.stringify(token));
localStorage.removeItem("baton.outbox"); // what another conversation on this device still had to send
location.replace(`${base()}/widget?site=${encodeURIComponent(location.origin)}`);
