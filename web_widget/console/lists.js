// The queue and the other lists at the left.
import { html, useState } from "../shared/preact.js";
import { counted } from "../shared/text.js";
import { ago, clock } from "../shared/time.js";

export const REASONS = {
  customer_request: "asked for a person",
  frustration: "frustrated",
  complexity: "complex",
  low_confidence: "bot unsure",
  repeated_question: "asked again",
  missing_knowledge: "bot has no answer",
  policy_limit: "needs approval",
  risk: "risk",
  vip_rule: "priority customer",
  bot_unavailable: "bot unavailable",
  tool_failure: "look-up failed",
  agent_takeover: "taken over",
  promise_due: "promise due",
  feedback: "feedback",
};

export function nameOf(row) {
  return row.customer_name ?? `Visitor ${row.id.slice(2, 6)}`;
}

function tone(row) {
  return row.priority !== null && row.priority <= 0 ? "bad" : row.priority === 1 ? "warn" : "";
}

const ORDER = ["queue", "mine", "later", "others", "bot", "closed"];

/** Every listed conversation once, as they stand at the left. */
export function inOrder(lists) {
  return ORDER.flatMap((name) => lists?.[name] ?? []);
}

/** `label:refund reason:frustrated mood:low unread words` → whether a row is shown. */
export function fits(row, asked, unread) {
  return asked
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => {
      const [name, value] = word.split(":");
      if (word === "unread") return unread;
      if (value === undefined)
        return `${nameOf(row)} ${row.preview} ${row.agent_name ?? ""} ${row.labels.join(" ")}`
          .toLowerCase()
          .includes(word);
      if (name === "label") return row.labels.some((each) => each.toLowerCase().startsWith(value));
      if (name === "reason")
        return (REASONS[row.reason] ?? row.reason ?? "").toLowerCase().replaceAll(" ", "-").includes(value);
      if (name === "mood") return value === "low" ? (row.mood ?? 0) < -0.35 : (row.mood ?? 0) >= -0.35;
      if (name === "for") return (row.wanted ?? "").toLowerCase().includes(value);
      if (name === "department") return (row.department ?? "").startsWith(value);
      if (name === "segment") return (row.segment ?? "").startsWith(value);
      if (word === "is:late") return row.due_at !== null && row.due_at < Date.now();
      return false;
    });
}

/** How long is left to answer, as the SLA has it. */
export function dueIn(row, now = Date.now()) {
  if (row.due_at === null || row.due_at === undefined) return null;
  const minutes = Math.ceil((row.due_at - now) / 60_000);
  const length =
    Math.abs(minutes) < 60
      ? `${Math.abs(minutes)} min`
      : Math.abs(minutes) < 1440
        ? `${Math.round(Math.abs(minutes) / 60)} h`
        : `${Math.round(Math.abs(minutes) / 1440)} d`;
  return minutes <= 0 ? ["bad", `overdue by ${length}`] : [minutes <= 5 ? "warn" : "", `due in ${length}`];
}

function Entry({ row, session, picked, pick }) {
  const since = row.state === "queued" ? row.waiting_since : row.updated_at;
  const later = row.snoozed_until > Date.now();
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
    <button class="entry" aria-current=${session.open === row.id} onClick=${() => session.show(row.id)}>
      <span class="spread">
        <strong>${nameOf(row)}</strong>
        <span class="hint">
          ${row.state === "queued" ? `waiting ${ago(since)}` : later ? `until ${clock(row.snoozed_until)}` : ago(since)}
        </span>
      </span>
      <span class=${`preview ${session.unread(row) ? "unread" : ""}`}>${row.preview || "No message yet"}</span>
      <span class="row">
        ${
          row.reason &&
          row.state !== "bot" &&
          html`<span class=${`chip ${tone(row)}`}>${REASONS[row.reason] ?? row.reason}</span>`
        }
        ${dueIn(row) && html`<span class=${`chip ${dueIn(row)[0]}`}>${dueIn(row)[1]}</span>`}
        ${row.segment && html`<span class="chip warn">${row.segment}</span>`}
        ${
          row.department &&
          html`<span class="chip">
            ${session.tools.departments.find((each) => each.id === row.department)?.name ?? row.department}
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
          html`<span class="chip warn">for ${row.wanted_agent === session.lists.me.id ? "you" : row.wanted}</span>`
        }
        ${
          row.agent_name &&
          html`<span class=${`chip ${row.away ? "bad" : ""}`}>${row.agent_name}${row.away ? ", offline" : ""}</span>`
        }
        ${row.labels.map((each) => html`<${LabelChip} key=${each} name=${each} kinds=${session.tools.labels} />`)}
      </span>
    </button>
  </div>`;
}

function List({ title, rows, empty, asked, session, ...more }) {
  const shown = rows.filter((row) => fits(row, asked, session.unread(row)));
  if (asked && shown.length === 0) return null;
  return html`<section class="list">
    <h2><span>${title}</span><span>${shown.length || ""}</span></h2>
    ${shown.length === 0 && empty && html`<p class="empty">${empty}</p>`}
    ${shown.map((row) => html`<${Entry} key=${row.id} row=${row} session=${session} ...${more} />`)}
  </section>`;
}

/** A label in its colour. */
export function LabelChip({ name, kinds, children }) {
  const kind = kinds.find((each) => each.name === name);
  return html`<span
    class=${`chip ${{ green: "good", amber: "warn", red: "bad" }[kind?.colour] ?? ""}`}
    title=${kind?.about || undefined}
  >
    ${name}${children}
  </span>`;
}

function Views({ session, asked, setAsked }) {
  const { views } = session.preferred;
  const keep = (next) => session.prefer({ views: next });
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
          (each) => html`<button
            key=${each}
            class="button small"
            aria-pressed=${each === asked.trim()}
            onClick=${() => setAsked(each === asked.trim() ? "" : each)}
          >
            ${each}
          </button>`,
        )}
        ${
          asked.trim() &&
          html`<button
            class="button small quiet"
            onClick=${() => keep(saved ? views.filter((each) => each !== asked.trim()) : [...views, asked.trim()])}
          >
            ${saved ? "Delete view" : "Save view"}
          </button>`
        }
      </div>`
    }
  </div>`;
}

/** Several at once: each is done by itself, and what could not be done is said. */
function Bulk({ session, picked, done }) {
  const [label, setLabel] = useState("");
  const [told, setTold] = useState("");
  const rows = inOrder(session.lists).filter((each) => picked.has(each.id));
  const [working, setWorking] = useState(false);
  const mine = rows.filter((row) => row.agent === session.lists.me.id);
  const close = () => {
    for (const row of mine) session.later("close", {}, row);
    setTold(
      mine.length < rows.length
        ? `${counted(rows.length - mine.length, "conversation is", "conversations are")} not yours. Take over to close.`
        : "",
    );
    if (mine.length === rows.length) done();
  };
  const each = async (work) => {
    if (working) return;
    setWorking(true);
    const failed = (
      await Promise.all(
        rows.map((row) =>
          work(row).then(
            () => null,
            (error) => error.message,
          ),
        ),
      )
    ).filter(Boolean);
    await session.refresh();
    setWorking(false);
    setTold(
      failed.length
        ? `${rows.length - failed.length} done, ${failed.length} failed: ${failed[0]}`
        : `${rows.length} done.`,
    );
    if (!failed.length) done();
  };
  const send = (command, more = () => ({})) =>
    each((row) => session.link.send(command, { conversation: row.id, ...more(row) }));
  return html`<div class="bulk" role="group" aria-label="Bulk actions">
    <div class="spread">
      <span>${rows.length} selected</span>
      <button class="button small quiet" onClick=${done}>Done</button>
    </div>
    ${told && html`<p class="hint" role="status">${told}</p>`}
    <div class="row wrap">
      <button
        class="button small"
        disabled=${!rows.length || working}
        onClick=${() => send("take", (row) => ({ epoch: row.epoch }))}
      >
        Take over
      </button>
      <button class="button small" disabled=${!mine.length || working} onClick=${close}>Close</button>
      <form
        class="row"
        onSubmit=${(event) => {
          event.preventDefault();
          if (label.trim()) {
            send("label", (row) => ({ labels: [...new Set([...row.labels, label.trim()])] }));
          }
        }}
      >
        <input
          class="input narrow small"
          aria-label="Label to add"
          placeholder="Label"
          maxlength="40"
          value=${label}
          onInput=${(event) => setLabel(event.currentTarget.value)}
        />
        <button class="button small" disabled=${!rows.length || !label.trim()}>Add label</button>
      </form>
    </div>
  </div>`;
}

/** Notes that mention me, until I have looked. */
function Mentions({ session }) {
  const { mentions } = session.lists;
  if (mentions.length === 0) return null;
  return html`<section class="list">
    <h2><span>Mentions of you</span><span>${mentions.length}</span></h2>
    ${mentions.map(
      (each) => html`<button
        type="button"
        key=${`${each.conversation}${each.seq}`}
        class="entry"
        onClick=${() => session.show(each.conversation, each.seq)}
      >
        <span class="spread"><strong>${each.by}</strong><span class="hint">${ago(each.at)}</span></span>
        <span class="preview unread">${each.text}</span>
      </button>`,
    )}
  </section>`;
}

export function Lists({ session }) {
  const lists = session.lists;
  const [asked, setAsked] = useState("");
  const [picked, setPicked] = useState(null);
  if (!lists) return html`<nav class="lists" aria-label="Conversations"><p class="empty">Loading…</p></nav>`;
  const pick = (id) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  const forMe = lists.queue.filter((row) => row.wanted_agent === lists.me.id);
  const shared = { session, asked, picked, pick };
  return html`<nav class="lists" aria-label="Conversations" data-testid="lists">
    <${Views} session=${session} asked=${asked} setAsked=${setAsked} />
    ${
      picked
        ? html`<${Bulk} session=${session} picked=${picked} done=${() => setPicked(null)} />`
        : html`<div class="choose">
          <button class="button small quiet" onClick=${() => setPicked(new Set())}>Select several</button>
        </div>`
    }
    <${Mentions} session=${session} />
    ${forMe.length > 0 && html`<${List} title="Transferred to you" rows=${forMe} ...${shared} />`}
    <${List}
      title="Waiting for an agent"
      rows=${lists.queue.filter((each) => each.for_me && !forMe.includes(each))}
      empty="No one is waiting."
      ...${shared}
    />
    ${
      lists.queue.some((each) => !each.for_me) &&
      html`<${List}
        title="Waiting for other departments"
        rows=${lists.queue.filter((each) => !each.for_me)}
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
