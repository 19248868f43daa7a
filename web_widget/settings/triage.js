// Handoff rules: thresholds, simulated on stored conversations before they apply, every version kept.
import { useOnce } from "../shared/once.js";
import { html, useEffect, useState } from "../shared/preact.js";
import { counted } from "../shared/text.js";
import { clock, day } from "../shared/time.js";
import { codeOf, reasonOf, request } from "../shared/transport.js";
import { differs, over } from "./draft.js";

/** @type {Record<Threshold, [words: string, step: number]>} */
export const NAMES = {
  frustration_offer: ["Offer an agent when frustration reaches", 0.01],
  frustration_handoff: ["Hand off when frustration reaches", 0.01],
  complexity_offer: ["Offer an agent when complexity reaches", 0.01],
  complexity_handoff: ["Hand off when complexity reaches", 0.01],
  stuck_offer: ["Offer an agent when lack of progress reaches", 0.01],
  stuck_handoff: ["Hand off when lack of progress reaches", 0.01],
  need_offer: ["Offer an agent when need for an agent reaches", 0.01],
  need_handoff: ["Hand off when need for an agent reaches", 0.01],
  misses_offer: ["Offer an agent after this many misses", 1],
  misses_handoff: ["Hand off after this many misses", 1],
  offer_pause: ["Messages to wait after a declined offer", 1],
  repeat_similarity: ["Count as repeated when similarity reaches", 0.01],
  acknowledge_at: ["Acknowledge feelings when frustration reaches", 0.01],
};
const LEVELS = /** @type {[name: Threshold, level: [words: string, step: number]][]} */ (Object.entries(NAMES));
const DRAFT = "baton.triage-draft";
/** The names of the settings files as the labels of this page. @param {string} words */
const inWords = (words) =>
  Object.entries(NAMES).reduce((now, [name, [label]]) => now.replace(`Triage setting ${name}`, `“${label}”`), words);
const DECISIONS = { stay: "stays", offer: "offers an agent", handoff: "hands off" };

/**
 * @param {{
 *   rules: Thresholds,
 *   common?: Thresholds,
 *   set: (name: Threshold, value: number | undefined) => void,
 *   prefix: string,
 * }} props
 */
function Fields({ rules, common, set, prefix }) {
  return html`<div class="two level">
    ${LEVELS.map(
      ([name, [words, step]]) => html`<div class="field" key=${name}>
        <label for=${`${prefix}${name}`}>${words}</label>
        <input
          class="input"
          id=${`${prefix}${name}`}
          type="number"
          step=${step}
          min=${step === 1 ? 1 : 0}
          max=${step === 1 ? 100 : 1}
          value=${rules[name] ?? ""}
          placeholder=${common ? String(common[name]) : ""}
          onInput=${(event) =>
            set(name, event.currentTarget.value === "" ? undefined : Number(event.currentTarget.value))}
        />
      </div>`,
    )}
  </div>`;
}

/** @param {{ rules: Rules, set: (rules: Rules) => void }} props */
function Segments({ rules, set }) {
  const [fresh, setFresh] = useState("");
  const segments = rules.segments ?? {};
  /** @param {Record<string, Thresholds>} next */
  const put = (next) => set({ ...rules, segments: next });
  /** @param {Happening} event */
  const add = (event) => {
    event.preventDefault();
    if (fresh.trim()) {
      put({ ...segments, [fresh.trim().toLowerCase()]: {} });
      setFresh("");
    }
  };
  return html`<section class="stack">
    <h3>Segments</h3>
    <p class="hint">Enter only the values that differ for a segment.</p>
    ${Object.entries(segments).map(
      ([name, own]) => html`<details key=${name} class="card">
        <summary>
          <strong>${name}</strong> <span class="hint">
            ${counted(Object.keys(own).length, "override", "overrides")}
          </span>
        </summary>
        <${Fields}
          rules=${own}
          common=${rules}
          prefix=${`${name}-`}
          set=${(/** @type {Threshold} */ field, /** @type {number | undefined} */ value) =>
            put({
              ...segments,
              [name]: Object.fromEntries(
                Object.entries({ ...own, [field]: value }).filter(([, level]) => level !== undefined),
              ),
            })}
        />
        <button
          type="button"
          class="button small danger"
          onClick=${() => put(Object.fromEntries(Object.entries(segments).filter(([other]) => other !== name)))}
        >
          Remove segment
        </button>
      </details>`,
    )}
    <form class="row" onSubmit=${add}>
      <input
        class="input narrow"
        aria-label="New segment"
        placeholder="vip"
        maxlength="40"
        value=${fresh}
        onInput=${(event) => setFresh(event.currentTarget.value)}
      />
      <button class="button small" disabled=${!fresh.trim()}>Add segment</button>
    </form>
  </section>`;
}

/** @param {Decided} side */
export function said(side) {
  return `${DECISIONS[side.decision]}${side.reason ? ` (${side.reason.replaceAll("_", " ")})` : ""}`;
}

/** @param {{ found: Simulated }} props */
function Found({ found }) {
  /** @param {number | null} item */
  const share = (item) => (item === null ? "–" : `${Math.round(item * 100)}%`);
  /** @type {[words: string, side: SimulatedSide][]} */
  const sides = [
    ["Current", found.a],
    ["Draft", found.b],
  ];
  return html`<section class="card stack" aria-label="What would change">
    <h3>
      ${counted(found.changes.length, "message", "messages")} in ${counted(
        found.conversations,
        "conversation",
        "conversations",
      )} would be handled differently
    </h3>
    <table class="table">
      <thead>
        <tr>
          <th></th>
          <th>Stays</th>
          <th>Offers</th>
          <th>Hands off</th>
          <th title="Share of hand-offs that agents called needed">Precision</th>
          <th title="Share of conversations that needed an agent and got one">Recall</th>
        </tr>
      </thead>
      <tbody>
        ${sides.map(
          ([words, side]) =>
            html`<tr key=${words}>
              <th>${words}</th>
              <td>${side.stay}</td>
              <td>${side.offer}</td>
              <td>${side.handoff}</td>
              <td>${share(side.precision)}</td>
              <td>${share(side.recall)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="hint">
      ${
        found.verdicts === 0
          ? "Precision and recall need verdicts or marks, and no conversation has one yet."
          : `${counted(found.verdicts, "conversation has", "conversations have")} a verdict or mark.`
      }
    </p>
    ${
      found.changes.length > 0 &&
      html`<ul class="changes">
        ${found.changes.slice(0, 50).map(
          (change) => html`<li key=${`${change.id}${change.i}`}>
            <q>${change.text}</q>
            <span class="hint">
              ${said(change.a)} → <strong>${said(change.b)}</strong> <a href=${`#rewind/${change.id}`}>Replay</a> <a
                href=${`console#${change.id}`}
              >
                Open
              </a>
            </span>
          </li>`,
        )}
      </ul>`
    }
  </section>`;
}

/** The rules that count, those being written, and what can be done with them. */
function useRules() {
  const [now, setNow] = useState(/** @type {Answer.TriageNow | null} */ (null));
  const [rules, setRules] = useState(/** @type {Rules | null} */ (null));
  const [note, setNote] = useState("");
  const [found, setFound] = useState(/** @type {Simulated | null} */ (null));
  const [busy, setBusy] = useState("");
  const [told, setTold] = useState(/** @type {Told | null} */ (null));
  const load = async () => {
    const stored = await request("/api/settings/triage");
    setNow(stored);
    const kept = JSON.parse(sessionStorage.getItem(DRAFT) ?? "null");
    const mine = kept?.base ? over(stored.rules, kept) : stored.rules;
    if (differs(mine, stored.rules))
      sessionStorage.setItem(DRAFT, JSON.stringify({ rules: mine, base: stored.rules })); // as replay reads it
    else sessionStorage.removeItem(DRAFT);
    setRules(mine);
    return stored;
  };
  useEffect(() => void load().catch((error) => setTold([error.message, "bad"])), []);
  /** Somebody else was faster: their values, and over them what was changed here. */
  const rebase = async () => {
    const stored = await load(); // the draft that is kept is put over it
    setTold([
      `${stored.history[0]?.author ?? "Someone"} has changed the rules in the meantime. ` +
        "Their values are loaded, and your own changes are kept: check them and apply again.",
      "bad",
    ]);
  };
  const send = useOnce(async (/** @type {"try" | "save"} */ what) => {
    setBusy(what);
    setTold(null);
    try {
      await (what === "try" ? tryOut() : save());
    } catch (error) {
      if (codeOf(error) === "stale") await rebase().catch((problem) => setTold([problem.message, "bad"]));
      else setTold([inWords(reasonOf(error)), "bad"]);
    }
    setBusy("");
  });
  const changed = Boolean(rules && now && differs(rules, now.rules));
  /** @param {Rules} next */
  const set = (next) => {
    setRules(next);
    setFound(null);
    sessionStorage.setItem(DRAFT, JSON.stringify({ rules: next, base: now?.rules }));
  };
  const body = { rules: rules ?? {}, note, seen: now?.history[0]?.version ?? 0 };
  const tryOut = async () => setFound((await request("/api/settings/triage/try", { method: "POST", body })).found);
  const save = async () => {
    await request("/api/settings/triage", { method: "PUT", body });
    sessionStorage.removeItem(DRAFT);
    await load();
    setNote("");
    setTold(["Saved. In effect from the next message.", "good"]);
  };
  const discard = () => {
    sessionStorage.removeItem(DRAFT);
    setRules(now?.rules ?? null);
    setFound(null);
  };
  return { now, rules, changed, note, setNote, found, busy, told, set, send, discard };
}

/** @param {{ versions: Answer.SettingsVersion[], load: (rules: Rules) => void }} props */
function History({ versions, load }) {
  return html`<section class="stack">
    <h3>Version history</h3>
    ${versions.length === 0 && html`<p class="hint">No changes yet.</p>`}
    ${versions.map(
      (version, at) => html`<div class="card spread wrap" key=${version.version}>
        <span>
          Version ${version.version} by ${version.author}, ${day(version.created_at)} ${clock(version.created_at)}
          ${version.note && `: ${version.note}`} ${at === 0 && html`<span class="chip good">current</span>`}
        </span>
        ${at > 0 && html`<button class="button small" onClick=${() => load(version.rules)}>Load this version</button>`}
      </div>`,
    )}
  </section>`;
}

export function Triage() {
  const { now, rules, changed, note, setNote, found, busy, told, set, send, discard } = useRules();
  if (!rules || !now) return html`<p class="empty">${told?.[0] ?? "Loading…"}</p>`;
  return html`
    <h2>Handoff rules</h2>
    <p class="hint">
      When the assistant hands off to an agent. Scores range from 0 to 1. Hard rules (a request for a person, danger,
      policy, a failure, the third miss) always apply.
    </p>
    ${
      changed &&
      html`<p class="notice" role="note">You have changes that are not in effect yet. Apply or discard them below.</p>`
    }
    <${Fields}
      rules=${rules}
      prefix="all-"
      set=${(/** @type {Threshold} */ name, /** @type {number | undefined} */ value) =>
        set({ ...rules, [name]: value })}
    />
    <${Segments} rules=${rules} set=${set} />
    <div class="field">
      <label for="note">Reason (optional)</label>
      <input
        class="input"
        id="note"
        maxlength="300"
        value=${note}
        onInput=${(event) => setNote(event.currentTarget.value)}
      />
    </div>
    <div class="row">
      <button class="button" disabled=${!changed || busy} onClick=${() => send("try")}>
        ${busy === "try" ? "Simulating…" : "Simulate on stored conversations"}
      </button>
      <button class="button primary" disabled=${!changed || busy} onClick=${() => send("save")}>Apply</button>
      ${changed && html`<button class="button" onClick=${discard}>Discard changes</button>`}
    </div>
    ${told && html`<p class=${`notice ${told[1]}`} role="status">${told[0]}</p>`}
    ${found && html`<${Found} found=${found} />`}
    <${History} versions=${now.history} load=${set} />
  `;
}
