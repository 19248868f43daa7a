// The queue and the other lists at the left.
import { html, useState } from "../shared/preact.js";
import { ago, clock } from "../shared/time.js";
import { Bulk } from "./bulk.js";
import { Reported } from "./reported.js";
import { dueIn, elsewhere, fits, nameOf, REASONS, tone } from "./rows.js";

/**
 * @typedef {{ session: AgentSession, picked: Set<string> | null, pick: (id: string) => void }} Picking
 */

/** @param {{ row: InboxRow } & Picking} props */
function Entry({ row, session, picked, pick }) {
  const since = row.state === "queued" ? row.waiting_since : row.updated_at;
  const later = row.snoozed_until > Date.now();
  const due = dueIn(row);
  const away = elsewhere(row);
  return html`<div class="entry-row">
    ${
      picked &&
      html`<input
        type="checkbox"
        aria-label=${`Select ${nameOf(row)}`}
        checked=${picked.has(row.id)}
        onChange=${() => pick(row.id)}
      />`
    }
    <button class="entry" aria-current=${session.conversation.id === row.id} onClick=${() => session.show(row.id)}>
      <span class="spread">
        <strong>${nameOf(row)}</strong>
        <span class="hint">
          ${later ? `until ${clock(row.snoozed_until)}` : `${row.state === "queued" ? "waiting " : ""}${ago(since)}`}
        </span>
      </span>
      <span class=${`preview ${session.seen.unread(row) ? "unread" : ""}`}>${row.preview || "No message yet"}</span>
      <span class="row">
        ${
          row.reason &&
          row.state !== "bot" &&
          html`<span class=${`chip ${tone(row)}`}>${REASONS[row.reason ?? ""] ?? row.reason}</span>`
        }
        ${away && html`<span class=${`chip ${away[0]}`}>${away[1]}</span>`}
        ${due && html`<span class=${`chip ${due[0]}`}>${due[1]}</span>`}
        ${row.segment && html`<span class="chip warn">${row.segment}</span>`}
        ${
          row.department &&
          html`<span class="chip">
            ${
              session.tools.now.departments.find((department) => department.id === row.department)?.name ??
              row.department
            }
          </span>`
        }
        ${
          row.skills.length > 0 &&
          row.state === "queued" &&
          html`<span class="chip" title="Skills the agent needs">needs ${row.skills.join(", ")}</span>`
        }
        ${row.mood !== null && row.mood < -0.35 && html`<span class="chip bad">low mood</span>`}
        ${
          row.wanted &&
          html`<span class="chip warn">for ${row.wanted_agent === session.inbox.me?.id ? "you" : row.wanted}</span>`
        }
        ${
          row.agent_name &&
          html`<span class=${`chip ${row.away ? "bad" : ""}`}>${row.agent_name}${row.away ? ", offline" : ""}</span>`
        }
        ${row.labels.map(
          (label) => html`<${LabelChip} key=${label} name=${label} kinds=${session.tools.now.labels} />`,
        )}
      </span>
    </button>
  </div>`;
}

/** @param {{ title: string, rows: InboxRow[], empty?: string, asked: string } & Picking} props */
function List({ title, rows, empty, asked, session, ...more }) {
  const shown = rows.filter((row) => fits(row, asked, session.seen.unread(row)));
  if (asked && shown.length === 0) return null;
  return html`<section class="list">
    <h2><span>${title}</span><span>${shown.length || ""}</span></h2>
    ${shown.length === 0 && empty && html`<p class="empty">${empty}</p>`}
    ${shown.map((row) => html`<${Entry} key=${row.id} row=${row} session=${session} ...${more} />`)}
  </section>`;
}

/** @type {Record<string, string>} */
const COLOURS = { green: "good", amber: "warn", red: "bad" };

/**
 * A label in its colour.
 * @param {{ name: string, kinds: Answer.Label[], children?: Drawn }} props
 */
export function LabelChip({ name, kinds, children }) {
  const kind = kinds.find((kind) => kind.name === name);
  return html`<span class=${`chip ${COLOURS[kind?.colour ?? ""] ?? ""}`} title=${kind?.about || undefined}>
    ${name}${children}
  </span>`;
}

/** @param {{ session: AgentSession, asked: string, setAsked: (asked: string) => void }} props */
function Views({ session, asked, setAsked }) {
  const { views } = session.tools.preferred;
  /** @param {string[]} next */
  const keep = (next) => session.tools.prefer({ views: next });
  const saved = views.includes(asked.trim());
  return html`<div class="find">
    <input
      class="input"
      type="search"
      aria-label="Filter conversations"
      placeholder="Filter: text, label:refund, is:late, unread"
      value=${asked}
      onInput=${(event) => setAsked(event.currentTarget.value)}
    />
    ${
      (views.length > 0 || asked.trim()) &&
      html`<div class="row wrap">
        ${views.map(
          (view) => html`<button
            key=${view}
            class="button small"
            aria-pressed=${view === asked.trim()}
            onClick=${() => setAsked(view === asked.trim() ? "" : view)}
          >
            ${view}
          </button>`,
        )}
        ${
          asked.trim() &&
          html`<button
            class="button small quiet"
            onClick=${() => keep(saved ? views.filter((view) => view !== asked.trim()) : [...views, asked.trim()])}
          >
            ${saved ? "Delete view" : "Save view"}
          </button>`
        }
      </div>`
    }
  </div>`;
}

/**
 * Notes that mention me, until I have looked.
 * @param {{ lists: Inbox, session: AgentSession }} props
 */
function Mentions({ lists, session }) {
  const { mentions } = lists;
  if (mentions.length === 0) return null;
  return html`<section class="list">
    <h2><span>Mentions of you</span><span>${mentions.length}</span></h2>
    ${mentions.map(
      (mention) => html`<button
        type="button"
        key=${`${mention.conversation}${mention.seq}`}
        class="entry"
        onClick=${() => session.show(mention.conversation, mention.seq)}
      >
        <span class="spread"><strong>${mention.by}</strong><span class="hint">${ago(mention.at)}</span></span>
        <span class="preview unread">${mention.text}</span>
      </button>`,
    )}
  </section>`;
}

/** @param {{ session: AgentSession }} props */
export function Lists({ session }) {
  const lists = session.inbox.lists;
  const [asked, setAsked] = useState(() => new URLSearchParams(location.search).get("filter") ?? "");
  const [picked, setPicked] = useState(/** @type {Set<string> | null} */ (null));
  if (!lists) return html`<nav class="lists" aria-label="Conversations"><p class="empty">Loading…</p></nav>`;
  /** @param {string} id */
  const pick = (id) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  const forMe = lists.queue.filter((row) => row.wanted_agent === lists.me.id);
  const shared = { session, asked, picked, pick };
  return html`<nav class="lists" aria-label="Conversations" data-testid="lists">
    <${Reported} session=${session} />
    <${Views} session=${session} asked=${asked} setAsked=${setAsked} />
    ${
      picked
        ? html`<${Bulk} session=${session} picked=${picked} done=${() => setPicked(null)} />`
        : html`<div class="choose">
          <button class="button small quiet" onClick=${() => setPicked(new Set())}>Select several</button>
        </div>`
    }
    <${Mentions} lists=${lists} session=${session} />
    ${forMe.length > 0 && html`<${List} title="Transferred to you" rows=${forMe} ...${shared} />`}
    <${List}
      title="Waiting for an agent"
      rows=${lists.queue.filter((row) => row.for_me && !forMe.includes(row))}
      empty="No one is waiting."
      ...${shared}
    />
    ${
      lists.queue.some((row) => !row.for_me) &&
      html`<${List}
        title="Waiting for other departments"
        rows=${lists.queue.filter((row) => !row.for_me)}
        ...${shared}
      />`
    }
    <${List}
      title="My conversations"
      rows=${lists.mine}
      empty="Take over a conversation from the queue."
      ...${shared}
    />
    ${lists.later.length > 0 && html`<${List} title="Snoozed" rows=${lists.later} ...${shared} />`}
    ${lists.others.length > 0 && html`<${List} title="With other agents" rows=${lists.others} ...${shared} />`}
    <${List} title="With the assistant" rows=${lists.bot} empty="No one is chatting with the assistant." ...${shared} />
    ${lists.closed.length > 0 && html`<${List} title="Closed" rows=${lists.closed} ...${shared} />`}
  </nav>`;
}
