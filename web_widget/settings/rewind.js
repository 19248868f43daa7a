// A stored conversation judged again, side by side, and a mark where something else would have been right.
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
        ${articles.map((each) => html`<option key=${each.id} value=${each.id}>${each.title}</option>`)}
      </select>
    </div>
  </div>`;
}

/** @param {ReplayedTurn} turn */
const differs = ({ now, other }) => said(now) !== said(other) || now.article !== other.article;

/** @param {{ conversation: string | null }} props */
export function Rewind({ conversation }) {
  const [asked, setAsked] = useState(conversation ?? "");
  const [list, setList] = useState(
    /** @type {Pick<Answer.Releases, "releases" | "active">} */ ({ releases: [], active: null }),
  );
  const [articles, setArticles] = useState(/** @type {Answer.Listed[]} */ ([]));
  const [release, setRelease] = useState("");
  const [drafted, setDrafted] = useState(sessionStorage.getItem(DRAFT) !== null);
  const [since, setSince] = useState(0);
  const [found, setFound] = useState(/** @type {ReplayedTurn[] | null} */ (null));
  const [marks, setMarks] = useState(/** @type {Answer.MarkStoreMark[]} */ ([]));
  const [right, setRight] = useState("");
  const [over, setOver] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const hasDraft = sessionStorage.getItem(DRAFT) !== null;
  const run = async (from = since) => {
    setBusy(true);
    setProblem("");
    try {
      const rules = drafted && hasDraft ? JSON.parse(sessionStorage.getItem(DRAFT) ?? "null")?.rules : null;
      const id = asked.trim();
      setFound(
        (
          await request("/api/rewind", {
            method: "POST",
            body: { conversation: id, since: from, release: release ? Number(release) : null, rules },
          })
        ).turns,
      );
      setMarks((await request(`/api/marks?conversation=${encodeURIComponent(id)}`)).marks);
    } catch (error) {
      setProblem(reasonOf(error));
    }
    setBusy(false);
  };
  useEffect(() => {
    request("/api/releases").then(setList, () => {});
    request("/api/articles").then(
      (got) => setArticles(got.articles.filter((each) => each.state !== "gone")),
      () => {},
    );
    if (conversation) run();
  }, []);
  const titles = Object.fromEntries(articles.map((each) => [each.id, each.title]));
  /** @param {number} seq @param {string | null} right */
  const mark = async (seq, right) => {
    try {
      await request("/api/marks", { method: "PUT", body: { conversation: asked.trim(), seq, right } });
      setMarks((await request(`/api/marks?conversation=${encodeURIComponent(asked.trim())}`)).marks);
    } catch (error) {
      setProblem(reasonOf(error));
    }
  };
  /** @param {number} seq @returns {(event: Happening) => void} */
  const keys = (seq) => (event) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const { nextElementSibling, previousElementSibling } = event.currentTarget;
    const row = { ArrowDown: nextElementSibling, ArrowUp: previousElementSibling }[event.key];
    const chosen = { p: "person", a: right || undefined, x: null }[event.key];
    if (row === undefined && chosen === undefined) return;
    event.preventDefault();
    if (row instanceof HTMLElement) row.focus();
    if (chosen !== undefined) mark(seq, chosen);
  };
  /** @param {number} seq */
  const drops = (seq) => ({
    onDragOver: (/** @type {Happening} */ event) => {
      event.preventDefault();
      setOver(seq);
    },
    onDragLeave: () => setOver(0),
    onDrop: (/** @type {Happening} */ event) => {
      event.preventDefault();
      setOver(0);
      mark(seq, event.dataTransfer.getData("text/plain") || null);
    },
  });
  /** @param {number} seq */
  const of = (seq) => marks.find((each) => each.seq === seq)?.right ?? "";
  return html`
    <h2>Replay</h2>
    <p class="hint">
      See how the live assistant would judge a stored conversation now, next to another release or draft handoff rules.
      Your marks join every release evaluation.
    </p>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    <form
      class="card two"
      onSubmit=${(event) => {
        event.preventDefault();
        setSince(0);
        run(0);
      }}
    >
      <div class="field">
        <label for="w-id">Conversation</label>
        <input
          class="input"
          id="w-id"
          required
          minlength="3"
          maxlength="64"
          placeholder="c_…"
          value=${asked}
          onInput=${(event) => setAsked(event.currentTarget.value)}
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
          ${list.releases
            .filter((each) => each.model && each.id !== list.active)
            .map(
              (each) => html`<option key=${each.id} value=${each.id}>
                Release ${each.id}${each.note && `: ${each.note}`}
              </option>`,
            )}
        </select>
      </div>
      <label class="check">
        <input
          type="checkbox"
          disabled=${!hasDraft}
          checked=${drafted && hasDraft}
          onChange=${(event) => setDrafted(event.currentTarget.checked)}
        /> Use the draft from “Handoff rules”${!hasDraft && " (none)"}
      </label>
      <div class="row">
        <button class="button primary small" disabled=${busy}>${busy ? "Replaying…" : "Replay"}</button>
        ${asked && html`<a class="button small quiet" href=${`console#${asked}`}>Open conversation</a>`}
      </div>
    </form>
    ${found?.length === 0 && html`<p class="empty">This conversation has no customer messages.</p>`}
    ${
      found &&
      found.length > 0 &&
      html`
        <${Markers} articles=${articles} right=${right} setRight=${setRight} />
        <div class="wide">
          <table class="table">
            <thead><tr><th>Customer</th><th>Live now</th><th>Compared</th><th>Right outcome</th></tr></thead>
            <tbody>
              ${found.map(
                (each) => html`<tr
                  key=${each.seq}
                  tabindex="0"
                  onKeyDown=${keys(each.seq)}
                  ...${drops(each.seq)}
                  class=${`${differs(each) ? "differs" : ""} ${over === each.seq ? "over" : ""}`}
                >
                  <td>
                    ${each.text} <button
                      type="button"
                      class="button small quiet"
                      onClick=${() => {
                        setSince(each.seq);
                        run(each.seq);
                      }}
                    >
                      Replay from here
                    </button>
                  </td>
                  <td><${Side} turn=${each.now} titles=${titles} /></td>
                  <td><${Side} turn=${each.other} titles=${titles} /></td>
                  <td>
                    <select
                      class="input narrow small"
                      aria-label="Right outcome"
                      value=${of(each.seq)}
                      onChange=${(event) => mark(each.seq, event.currentTarget.value || null)}
                    >
                      <option value="">No mark</option>
                      <option value="person">Hand-off</option>
                      ${articles.map((one) => html`<option key=${one.id} value=${one.id}>${one.title}</option>`)}
                    </select>
                  </td>
                </tr>`,
              )}
            </tbody>
          </table>
        </div>
        ${
          since > 0 &&
          html`<button
            class="button small"
            onClick=${() => {
              setSince(0);
              run(0);
            }}
          >
            Replay from the beginning
          </button>`
        }
      `
    }
  `;
}
