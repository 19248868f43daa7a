// The hand-off note: what to know before the first word. Each line leads to its message.
import { html } from "../shared/preact.js";
import { jobWords } from "./jobs.js";
import { jump } from "./jump.js";
import { REASONS } from "./rows.js";

const WIDTH = 280;
const HEIGHT = 84;
/** @type {Record<string, [tone: string, words: string]>} */
const TAKEN = { rejected: ["bad", "rejected"], helped: ["good", "helped"], open: ["", "no reaction"] };

/** @param {{ seq: number, children?: Drawn }} props */
export function To({ seq, children }) {
  return html`<button type="button" class="to" onClick=${() => jump(seq)}>${children}</button>`;
}

/** @param {{ mood: Handoff.Mood[] }} props */
function Mood({ mood }) {
  if (mood.length === 0) return html`<p class="hint">No message has been scored yet.</p>`;
  /** @param {number} at */
  const x = (at) => (mood.length === 1 ? WIDTH / 2 : 8 + (at * (WIDTH - 16)) / (mood.length - 1));
  /** @param {number} value */
  const y = (value) => HEIGHT / 2 - value * (HEIGHT / 2 - 8);
  const points = mood.map((point, at) => [x(at), y(point.sentiment)]);
  const words = mood.map((point) => point.sentiment.toFixed(1)).join(", ");
  return html`<svg
    class="mood"
    viewBox=${`0 0 ${WIDTH} ${HEIGHT}`}
    role="img"
    aria-label=${`Mood, message by message: ${words}`}
  >
    <line class="zero" x1="0" x2=${WIDTH} y1=${HEIGHT / 2} y2=${HEIGHT / 2} />
    <polyline points=${points.map((point) => point.join(",")).join(" ")} />
    ${points.map(
      ([cx, cy], at) => html`<circle
        cx=${cx}
        cy=${cy}
        r="4"
        class=${mood[at].sentiment < -0.35 ? "low" : ""}
        onClick=${() => jump(mood[at].seq)}
      >
        <title>${mood[at].sentiment.toFixed(2)}</title>
      </circle>`,
    )}
  </svg>`;
}

/**
 * @template {{ seq: number, text?: string, action?: string }} L
 * @param {{ title: string, lines: L[], show: (line: L) => Drawn }} props
 */
function Part({ title, lines, show }) {
  return (
    lines.length > 0 &&
    html`<div>
      <h3>${title}</h3>
      <ul>
        ${lines.map(
          (line) => html`<li key=${`${line.seq}${line.text ?? line.action}`}>
            <${To} seq=${line.seq}>${show(line)}<//>
          </li>`,
        )}
      </ul>
    </div>`
  );
}

/** @param {Handoff.Line} line */
function tried(line) {
  const [tone, words] = TAKEN[line.more];
  return html`${line.text} <span class=${`chip ${tone}`}>${words}</span>`;
}

/** @param {{ brief: Handoff.HandoverNote | null }} props */
export function Brief({ brief }) {
  if (!brief) return html`<p class="hint">Loading…</p>`;
  const { why } = brief;
  return html`<section class="stack" aria-label="Hand-off note">
    ${
      why &&
      html`
        <div data-testid="reason">
          <h3>Reason for hand-off</h3>
          <p>
            <${To} seq=${why.seq}><strong>${REASONS[why.reason] ?? why.reason}</strong><//>
          </p>
        </div>
        <${Part}
          title="Evidence"
          lines=${why.evidence}
          show=${(/** @type {Handoff.Line} */ item) => html`${item.text}${item.more && html`: <q>${item.more}</q>`}`}
        />
        ${
          (why.rule || why.counterfactual) &&
          html`<details>
            <summary>Why?</summary>
            ${why.rule && html`<p class="hint">Rule: ${why.rule}</p>`}
            ${why.counterfactual && html`<p class="hint">What would have kept it: ${why.counterfactual}</p>`}
          </details>`
        }
      `
    }
    <${Part}
      title="Request"
      lines=${brief.wants}
      show=${(/** @type {Handoff.Line} */ item) => html`<q>${item.text}</q>`}
    />
    <${Part}
      title="Details given"
      lines=${brief.gave}
      show=${(/** @type {Handoff.Line} */ item) => html`${item.more}: <strong>${item.text}</strong>`}
    />
    ${brief.missing.length > 0 && html`<div><h3>Missing details</h3><p>${brief.missing.join(", ")}</p></div>`}
    <${Part} title="What the assistant answered" lines=${brief.tried} show=${tried} />
    <div data-testid="did"><${Part} title="What the assistant did" lines=${brief.did} show=${jobWords} /></div>
    <div><h3>Mood, message by message</h3><${Mood} mood=${brief.mood} /></div>
  </section>`;
}
