// Why this conversation is here: reason, evidence, what would have kept the bot, and how the mood moved.
import { html } from "../shared/preact.js";
import { REASONS } from "./lists.js";
import { jobWords } from "./transcript.js";

const WIDTH = 280;
const HEIGHT = 84;

function Mood({ turns }) {
  if (turns.length === 0) return html`<p class="hint">No message has been scored yet.</p>`;
  const x = (at) => (turns.length === 1 ? WIDTH / 2 : 8 + (at * (WIDTH - 16)) / (turns.length - 1));
  const y = (value) => HEIGHT / 2 - value * (HEIGHT / 2 - 8);
  const points = turns.map((turn, at) => [x(at), y(turn.scores.sentiment)]);
  const words = turns.map((turn) => turn.scores.sentiment.toFixed(1)).join(", ");
  return html`<svg class="mood" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${`Mood, message by message: ${words}`}>
    <line class="zero" x1="0" x2=${WIDTH} y1=${HEIGHT / 2} y2=${HEIGHT / 2} />
    <polyline points=${points.map((point) => point.join(",")).join(" ")} />
    ${points.map(([cx, cy], at) => html`<circle cx=${cx} cy=${cy} r="4" class=${turns[at].scores.sentiment < -0.35 ? "low" : ""}><title>${turns[at].scores.sentiment.toFixed(2)}</title></circle>`)}
  </svg>`;
}

function Evidence({ handoff }) {
  const found = handoff.evidence.map((each) => [each.what.replace(/^[a-z]+:/, ""), each.words]);
  if (found.length === 0) return null;
  return html`<div><h3>Evidence</h3><ul>${found.map(([what, words]) => html`<li>${what}${words && html`: <q>${words}</q>`}</li>`)}</ul></div>`;
}

function Tried({ view }) {
  const answers = view.events.filter((each) => each.event === "bot.said" && each.article);
  if (answers.length === 0) return null;
  const rated = Object.fromEntries(view.events.filter((each) => each.event === "answer.rated").map((each) => [each.of, each.helpful]));
  return html`<div><h3>What the assistant answered</h3><ul>${answers.map((each) => html`<li>${each.article}
    ${rated[each.seq] === false && html` <span class="chip bad">rejected</span>`}${rated[each.seq] && html` <span class="chip good">helped</span>`}</li>`)}</ul></div>`;
}

function Did({ view }) {
  const jobs = view.events.filter((each) => each.event === "turn.done").map(jobWords).filter(Boolean);
  if (jobs.length === 0) return null;
  return html`<div data-testid="did"><h3>What the assistant did</h3><ul>${jobs.map((each) => html`<li>${each.replace("Assistant: ", "")}</li>`)}</ul></div>`;
}

export function Side({ session }) {
  const { view, header } = session;
  if (!header) return html`<aside class="side" aria-label="About this conversation" />`;
  const turns = Object.values(view.scores);
  const handoff = view.handoff;
  const lastWords = [...view.events].reverse().find((each) => each.event === "customer.said");
  return html`<aside class="side stack" aria-label="About this conversation" data-testid="side">
    ${handoff && html`<div data-testid="reason"><h3>Why it came to a person</h3><p><strong>${REASONS[handoff.reason] ?? handoff.reason}</strong>${handoff.rule && html` <span class="hint">(${handoff.rule})</span>`}</p></div>
      <${Evidence} handoff=${handoff} />
      ${handoff.counterfactual && html`<div><h3>What would have kept the assistant</h3><p class="hint">${handoff.counterfactual}</p></div>`}`}
    ${lastWords && html`<div><h3>Last words</h3><blockquote>${lastWords.text}</blockquote></div>`}
    <div><h3>Mood, message by message</h3><${Mood} turns=${turns} /></div>
    <${Tried} view=${view} />
    <${Did} view=${view} />
    <div><h3>Customer</h3><p>${header.site ? html`On <strong>${header.site}</strong>` : "Web chat"}</p>
      ${header.stars !== null && html`<p>Rated ${header.stars} of 5</p>`}</div>
  </aside>`;
}
