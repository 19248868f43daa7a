// Something done with several conversations at once.
import { html, useState } from "../shared/preact.js";
import { counted } from "../shared/text.js";
import { reasonOf } from "../shared/transport.js";
import { inOrder } from "./inbox.js";

/**
 * Several at once: each is done by itself, and what could not be done is said.
 * @param {{ session: AgentSession, picked: Set<string>, done: () => void }} props
 */
export function Bulk({ session, picked, done }) {
  const [label, setLabel] = useState("");
  const [told, setTold] = useState("");
  const rows = inOrder(session.inbox.lists).filter((item) => picked.has(item.id));
  const [working, setWorking] = useState(false);
  const mine = rows.filter((row) => row.agent === session.inbox.me?.id);
  const close = () => {
    for (const row of mine) session.moves.later("close", {}, row);
    setTold(
      mine.length < rows.length
        ? `${counted(rows.length - mine.length, "conversation is", "conversations are")} not yours. Take over to close.`
        : "",
    );
    if (mine.length === rows.length) done();
  };
  /** @param {(row: InboxRow) => Promise<unknown>} work */
  const all = async (work) => {
    if (working) return;
    setWorking(true);
    const problems = await Promise.all(rows.map((row) => work(row).then(() => "", reasonOf)));
    const failed = problems.filter(Boolean);
    await session.inbox.refresh();
    setWorking(false);
    setTold(
      failed.length
        ? `${rows.length - failed.length} done, ${failed.length} failed: ${failed[0]}`
        : `${rows.length} done.`,
    );
    if (!failed.length) done();
  };
  const take = () => all(({ id, epoch }) => session.link.send("take", { conversation: id, epoch }));
  const add = () =>
    all(({ id, labels }) =>
      session.link.send("label", { conversation: id, labels: [...new Set([...labels, label.trim()])] }),
    );
  return html`<div class="bulk" role="group" aria-label="Bulk actions">
    <div class="spread">
      <span>${rows.length} selected</span>
      <button class="button small quiet" onClick=${done}>Done</button>
    </div>
    ${told && html`<p class="hint" role="status">${told}</p>`}
    <div class="row wrap">
      <button class="button small" disabled=${!rows.length || working} onClick=${take}>Take over</button>
      <button class="button small" disabled=${!mine.length || working} onClick=${close}>Close</button>
      <form
        class="row"
        onSubmit=${(event) => {
          event.preventDefault();
          if (label.trim()) add();
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
