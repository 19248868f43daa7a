// Where to go on: the next conversation, offered after one was closed, returned or transferred.
import { html } from "../shared/preact.js";
import { nameOf } from "./rows.js";

/** @param {{ session: AgentSession }} props */
export function Next({ session }) {
  const { conversation, moves } = session;
  const next = conversation.id && moves.left.has(conversation.id) ? moves.next() : null;
  if (!next) return null;
  return html`<div class="next spread" role="group" aria-label="Next conversation">
    <span class="preview"><strong>${nameOf(next)}</strong> ${next.matter}</span>
    <button type="button" class="button small" onClick=${() => moves.goOn()}>
      Open next <kbd class="long">G</kbd>
    </button>
  </div>`;
}
