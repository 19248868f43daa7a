// The customer beside the conversation: what is known, orders, and what was before.
import { html, useEffect, useState } from "../shared/preact.js";
import { ago } from "../shared/time.js";
import { reasonOf, request } from "../shared/transport.js";
import { REASONS } from "./rows.js";

/** @type {Record<string, string>} */
const ORDER_STATES = {
  processing: "being packed",
  shipped: "on its way",
  delivered: "delivered",
  cancelled: "cancelled",
  return_started: "return in progress",
  returned: "returned",
};

/** @param {{ profile: Answer.Profile, done: () => void }} props */
function Edit({ profile, done }) {
  const [draft, setDraft] = useState(profile);
  const [problem, setProblem] = useState("");
  /** @param {"name" | "email" | "segment" | "note"} name @returns {(event: Happening) => void} */
  const edit = (name) => (event) => setDraft({ ...draft, [name]: event.currentTarget.value });
  /** @param {Happening} event */
  const save = async (event) => {
    event.preventDefault();
    const { name, email, segment, note, blocked } = draft;
    try {
      await request(`/api/customers/${profile.id}`, { method: "PUT", body: { name, email, segment, note, blocked } });
      done();
    } catch (error) {
      setProblem(reasonOf(error));
    }
  };
  return html`<form class="stack" onSubmit=${save}>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    <div class="field">
      <label for="c-name">Name</label>
      <input class="input" id="c-name" maxlength="120" value=${draft.name} onInput=${edit("name")} />
    </div>
    <div class="field">
      <label for="c-email">Email</label>
      <input class="input" id="c-email" type="email" maxlength="200" value=${draft.email} onInput=${edit("email")} />
    </div>
    <div class="field">
      <label for="c-segment">Segment</label>
      <input
        class="input"
        id="c-segment"
        maxlength="40"
        placeholder="vip"
        value=${draft.segment}
        onInput=${edit("segment")}
      />
      <span class="hint">Decides which handoff rules apply to this customer.</span>
    </div>
    <div class="field">
      <label for="c-note">About this customer</label>
      <textarea class="input" id="c-note" rows="3" maxlength="2000" value=${draft.note} onInput=${edit("note")} />
    </div>
    <label class="check">
      <input
        type="checkbox"
        checked=${draft.blocked}
        onChange=${(event) => setDraft({ ...draft, blocked: event.currentTarget.checked })}
      /> Blocked from writing
    </label>
    <div class="row">
      <button class="button primary small">Save</button>
      <button type="button" class="button small" onClick=${done}>Cancel</button>
    </div>
  </form>`;
}

/** @param {{ card: Answer.CustomerCard }} props */
function Orders({ card }) {
  const { account, email, trouble } = card;
  if (trouble) return html`<p class="notice">${trouble}</p>`;
  if (!account)
    return html`<p class="hint">
      ${email ? `No account with ${email}.` : "No email address yet, so there are no orders to show."}
    </p>`;
  return html`
    <p>${account.name} <span class="chip">${account.segment}</span> <span class="hint">${email}</span></p>
    ${
      account.orders.length === 0
        ? html`<p class="hint">No orders.</p>`
        : html`<ul class="orders">
          ${account.orders.map(
            (order) => html`<li key=${order.number}>
              <strong>${order.number}</strong> <span class="chip">${ORDER_STATES[order.state] ?? order.state}</span>
              <div class="hint">${order.items}, €${order.total.toFixed(2)}, ${order.expected}</div>
            </li>`,
          )}
        </ul>`
    }
  `;
}

/**
 * Where emails go, and the whole conversation as an email.
 * @param {{ session: AgentSession, profile: Answer.Profile }} props
 */
function Emails({ session, profile }) {
  const [told, setTold] = useState("");
  const { header } = session.conversation;
  const tools = session.tools.now;
  useEffect(() => setTold(""), [session.conversation.id]);
  const address = header?.email ?? profile.email;
  const send = async () =>
    setTold(await session.moves.sendTranscript().then((to) => (to ? `On its way to ${to}.` : "")));
  if (!header?.email && !(tools.mail && address)) return null;
  return html`<div class="stack">
    ${
      header?.email &&
      html`<p>
        <span class="chip good">continues by email</span> <span class="hint">
          Replies also go to ${header.email} when they are away.
        </span>
      </p>`
    }
    ${
      tools.mail &&
      address &&
      html`<div class="row">
        <button type="button" class="button small" onClick=${send}>Email the transcript</button>
        ${told && html`<span class="hint" role="status">${told}</span>`}
      </div>`
    }
  </div>`;
}

/** @param {{ session: AgentSession }} props */
export function CustomerCard({ session }) {
  const [editing, setEditing] = useState(false);
  const { header } = session.conversation;
  const { card } = session.beside.now;
  useEffect(() => setEditing(false), [session.conversation.id]);
  const done = () => {
    setEditing(false);
    session.beside.look();
    session.inbox.refresh();
  };
  if (!card) return html`<div><h3>Customer</h3><p class="hint">Loading…</p></div>`;
  const { profile, conversations } = card;
  const before = conversations.filter((row) => row.id !== session.conversation.id);
  return html`<section class="stack" aria-label="Customer">
    <div class="spread">
      <h3>Customer</h3>
      ${!editing && html`<button class="button small quiet" onClick=${() => setEditing(true)}>Edit</button>`}
    </div>
    ${
      editing
        ? html`<${Edit} profile=${profile} done=${done} />`
        : html`
          <p>
            <strong>${profile.name || "No name yet"}</strong>
            ${profile.segment && html` <span class="chip warn">${profile.segment}</span>`}
            ${profile.blocked && html` <span class="chip bad">blocked</span>`}
          </p>
          ${profile.email && html`<p class="hint">${profile.email}</p>`}
          ${profile.note && html`<p class="plain">${profile.note}</p>`}
          <p class="hint">
            ${header?.site ? `On ${header.site}` : "Web chat"}
            ${
              header?.language
                ? `, writes in ${new Intl.DisplayNames(["en"], { type: "language" }).of(header.language)}`
                : ""
            }
            ${header?.stars ? `. Rated ${header.stars} of 5` : ""}
          </p>
        `
    }
    <${Emails} session=${session} profile=${profile} />
    <div><h3>Orders</h3><${Orders} card=${card} /></div>
    ${
      before.length > 0 &&
      html`<div>
        <h3>Earlier conversations</h3>
        <ul>
          ${before.slice(0, 8).map(
            (row) => html`<li key=${row.id}>
              <button type="button" class="to" onClick=${() => session.show(row.id)}>
                ${row.matter || "No messages"} <span class="hint">
                  ${ago(row.updated_at)}${row.reason ? `, ${REASONS[row.reason] ?? row.reason}` : ""}
                </span>
              </button>
            </li>`,
          )}
        </ul>
      </div>`
    }
  </section>`;
}
