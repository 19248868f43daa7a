// A stored conversation judged again, side by side, and a mark where something else would have been right.
import { instead } from "../shared/form.js";
import { html, useEffect, useState } from "../shared/preact.js";
import { reasonOf, request } from "../shared/transport.js";
import { said } from "./triage.js";

const DRAFT = "baton.triage-draft";

/** @type {Record<string, string>} */
const WHY = {
  answer: "sure",
  probable: "probable, so it offers others too",
  ask: "several are close",
  admit: "nothing is close enough",
};

/** @param {{ turn: Judged, titles: Record<string, string> }} props */
function Side({ turn, titles }) {
  const answers =
    turn.band === "answer" || turn.band === "probable"
      ? (titles[turn.article ?? ""] ?? turn.article ?? turn.intent)
      : turn.band === "ask"
        ? "asks which is meant"
        : "does not know";
  if (turn.decision !== "stay") return html`<span>${said(turn)}</span>`;
  return html`<span>
    ${answers} <span class="hint" title="The chance of being right, and what follows from it">
      ${Math.round(100 * turn.confidence)}%, ${WHY[turn.band]}
    </span>
  </span>`;
}

/**
 * What can be dragged onto a message, or put there with one key.
 * @param {{ articles: Answer.Listed[], right: string, setRight: (right: string) => void }} props
 */
function Markers({ articles, right, setRight }) {
  /** @param {string} value @returns {(event: Happening) => void} */
  const carry = (value) => (event) => event.dataTransfer.setData("text/plain", value);
  return html`<div class="card stack markers">
    <p class="hint">Drag one onto a message, or select a message and press its key. <kbd>x</kbd> removes a mark.</p>
    <div class="row">
      <span class="chip good marker" draggable="true" onDragStart=${carry("person")}>
        <kbd>p</kbd> Should have been handed off
      </span>
      <span class="chip good marker" draggable=${Boolean(right)} onDragStart=${carry(right)}>
        <kbd>a</kbd> Right answer:
      </span>
      <select
        class="input narrow small"
        aria-label="Right answer to mark"
        value=${right}
        onChange=${(event) => setRight(event.currentTarget.value)}
      >
        <option value="">Select one</option>
        ${articles.map((article) => html`<option key=${article.id} value=${article.id}>${article.title}</option>`)}
      </select>
    </div>
  </div>`;
}

/** @param {ReplayedTurn} turn */
const differs = ({ now, other }) => said(now) !== said(other) || now.article !== other.article;

/** What the page is asked for, and what came of it. @param {string | null} conversation */
function useReplay(conversation) {
  const [wanted, setWanted] = useState(conversation ?? "");
  const [release, setRelease] = useState("");
  const [drafted, setDrafted] = useState(hasDraft());
  const [since, setSince] = useState(0);
  const [turns, setTurns] = useState(/** @type {ReplayedTurn[] | null} */ (null));
  const [marks, setMarks] = useState(/** @type {Answer.MarkStoreMark[]} */ ([]));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const id = wanted.trim();
  const lookUp = async () => setMarks((await request(`/api/marks?conversation=${encodeURIComponent(id)}`)).marks);
  const run = async (from = since) => {
    setSince(from);
    setBusy(true);
    setProblem("");
    try {
      const rules = drafted ? draftedRules() : null;
      const body = { conversation: id, since: from, release: release ? Number(release) : null, rules };
      setTurns((await request("/api/rewind", { method: "POST", body })).turns);
      await lookUp();
    } catch (error) {
      setProblem(reasonOf(error));
    }
    setBusy(false);
  };
  /** @param {number} seq @param {string | null} right */
  const mark = async (seq, right) => {
    try {
      await request("/api/marks", { method: "PUT", body: { conversation: id, seq, right } });
      await lookUp();
    } catch (error) {
      setProblem(reasonOf(error));
    }
  };
  useEffect(() => {
    if (conversation) run();
  }, []);
  return { wanted, setWanted, release, setRelease, drafted, setDrafted, since, turns, marks, busy, problem, run, mark };
}

const hasDraft = () => sessionStorage.getItem(DRAFT) !== null;
/** @returns {Rules | null} */
const draftedRules = () => JSON.parse(sessionStorage.getItem(DRAFT) ?? "null")?.rules ?? null;

/** @typedef {ReturnType<typeof useReplay>} Replay */

/** Which conversation, and what to compare with. @param {{ replay: Replay }} props */
function Asked({ replay }) {
  const { wanted, setWanted, release, setRelease, drafted, setDrafted, busy, run } = replay;
  const [{ releases, active }, setList] = useState(
    /** @type {Pick<Answer.Releases, "releases" | "active">} */ ({ releases: [], active: null }),
  );
  useEffect(() => void request("/api/releases").then(setList, () => {}), []);
  return html`<form class="card two" onSubmit=${instead(() => run(0))}>
    <div class="field">
      <label for="w-id">Conversation</label>
      <input
        class="input"
        id="w-id"
        required
        minlength="3"
        maxlength="64"
        placeholder="c_…"
        value=${wanted}
        onInput=${(event) => setWanted(event.currentTarget.value)}
      />
    </div>
    <div class="field">
      <label for="w-release">Compare with</label>
      <select
        class="input"
        id="w-release"
        value=${release}
        onChange=${(event) => setRelease(event.currentTarget.value)}
      >
        <option value="">The live release</option>
        ${releases
          .filter(({ id, model }) => model && id !== active)
          .map(({ id, note }) => html`<option key=${id} value=${id}>Release ${id}${note && `: ${note}`}</option>`)}
      </select>
    </div>
    <label class="check">
      <input
        type="checkbox"
        disabled=${!hasDraft()}
        checked=${drafted && hasDraft()}
        onChange=${(event) => setDrafted(event.currentTarget.checked)}
      /> Use the draft from “Handoff rules”${!hasDraft() && " (none)"}
    </label>
    <div class="row">
      <button class="button primary small" disabled=${busy}>${busy ? "Replaying…" : "Replay"}</button>
      ${wanted && html`<a class="button small quiet" href=${`console#${wanted}`}>Open conversation</a>`}
    </div>
  </form>`;
}

/**
 * One message, judged twice; it can be marked by a key, by dropping a mark on it, or from a list.
 * @param {{
 *   turn: ReplayedTurn,
 *   replay: Replay,
 *   articles: Answer.Listed[],
 *   titles: Record<string, string>,
 *   chosen: string,
 * }} props
 */
function Turn({ turn, replay, articles, titles, chosen }) {
  const { run, marks, mark } = replay;
  const [over, setOver] = useState(false);
  const { seq } = turn;
  /** @param {Happening} event */
  const keys = (event) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const { nextElementSibling, previousElementSibling } = event.currentTarget;
    const row = { ArrowDown: nextElementSibling, ArrowUp: previousElementSibling }[event.key];
    const right = { p: "person", a: chosen || undefined, x: null }[event.key];
    if (row === undefined && right === undefined) return;
    event.preventDefault();
    if (row instanceof HTMLElement) row.focus();
    if (right !== undefined) mark(seq, right);
  };
  const drop = instead((event) => {
    setOver(false);
    mark(seq, event.dataTransfer.getData("text/plain") || null);
  });
  return html`<tr
    tabindex="0"
    onKeyDown=${keys}
    onDragOver=${instead(() => setOver(true))}
    onDragLeave=${() => setOver(false)}
    onDrop=${drop}
    class=${`${differs(turn) ? "differs" : ""} ${over ? "over" : ""}`}
  >
    <td>
      ${turn.text} <button type="button" class="button small quiet" onClick=${() => run(seq)}>Replay from here</button>
    </td>
    <td><${Side} turn=${turn.now} titles=${titles} /></td>
    <td><${Side} turn=${turn.other} titles=${titles} /></td>
    <td>
      <select
        class="input narrow small"
        aria-label="Right outcome"
        value=${marks.find((one) => one.seq === seq)?.right ?? ""}
        onChange=${(event) => mark(seq, event.currentTarget.value || null)}
      >
        <option value="">No mark</option>
        <option value="person">Hand-off</option>
        ${articles.map(({ id, title }) => html`<option key=${id} value=${id}>${title}</option>`)}
      </select>
    </td>
  </tr>`;
}

/** @param {{ turns: ReplayedTurn[], replay: Replay }} props */
function Turns({ turns, replay }) {
  const [articles, setArticles] = useState(/** @type {Answer.Listed[]} */ ([]));
  const [chosen, setChosen] = useState("");
  useEffect(
    () =>
      void request("/api/articles").then(
        (answer) => setArticles(answer.articles.filter(({ state }) => state !== "gone")),
        () => {},
      ),
    [],
  );
  const titles = Object.fromEntries(articles.map(({ id, title }) => [id, title]));
  return html`
    <${Markers} articles=${articles} right=${chosen} setRight=${setChosen} />
    <div class="wide">
      <table class="table">
        <thead><tr><th>Customer</th><th>Live now</th><th>Compared</th><th>Right outcome</th></tr></thead>
        <tbody>
          ${turns.map(
            (turn) => html`<${Turn}
              key=${turn.seq}
              turn=${turn}
              replay=${replay}
              articles=${articles}
              titles=${titles}
              chosen=${chosen}
            />`,
          )}
        </tbody>
      </table>
    </div>
    ${
      replay.since > 0 &&
      html`<button class="button small" onClick=${() => replay.run(0)}>Replay from the beginning</button>`
    }
  `;
}

/** @param {{ conversation: string | null }} props */
export function Rewind({ conversation }) {
  const replay = useReplay(conversation);
  const { turns, problem } = replay;
  return html`
    <h2>Replay</h2>
    <p class="hint">
      See how the live assistant would judge a stored conversation now, next to another release or draft handoff rules.
      Your marks join every release evaluation.
    </p>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    <${Asked} replay=${replay} />
    ${turns?.length === 0 && html`<p class="empty">This conversation has no customer messages.</p>`}
    ${turns && turns.length > 0 && html`<${Turns} turns=${turns} replay=${replay} />`}
  `;
}
