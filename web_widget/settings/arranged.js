// The configuration from the hub, and the draft of a section until it is applied.
import { useOnce } from "../shared/once.js";
import { useEffect, useState } from "../shared/preact.js";
import { codeOf, reasonOf, request } from "../shared/transport.js";
import { worded } from "./sections.js";

/** @param {string} name */
const key = (name) => `baton.section-draft.${name}`;

/** @template {keyof ConfigurationSections} N @param {N} name */
export function useSection(name) {
  const [now, setNow] = useState(/** @type {Answer.Sections | null} */ (null));
  const [draft, setDraft] = useState(/** @type {ConfigurationSections[N] | null} */ (null));
  const [told, setTold] = useState(/** @type {Told | null} */ (null));
  const [stale, setStale] = useState(false);
  const load = async () => {
    const answer = await request("/api/settings/sections");
    setNow(answer);
    setStale(false);
    setDraft(JSON.parse(sessionStorage.getItem(key(name)) ?? "null") ?? answer.sections[name]);
  };
  useEffect(() => void load().catch((error) => setTold([error.message, "bad"])), [name]);
  /** @param {ConfigurationSections[N]} next */
  const set = (next) => {
    setDraft(next);
    setTold(null);
    sessionStorage.setItem(key(name), JSON.stringify(next));
  };
  const drop = () => {
    sessionStorage.removeItem(key(name));
    if (now) setDraft(now.sections[name]);
    setTold(null);
  };
  const save = useOnce(async (note = "") => {
    try {
      const { changed } = await request(`/api/settings/sections/${encodeURIComponent(name)}`, {
        method: "PUT",
        body: { value: draft, seen: now?.versions[name] ?? 0, note },
      });
      sessionStorage.removeItem(key(name));
      await load();
      setTold([changed.length ? `Saved. In effect now: ${changed.map(worded).join("; ")}` : "No changes.", "good"]);
    } catch (error) {
      setStale(codeOf(error) === "stale");
      setTold([reasonOf(error), "bad"]);
    }
  });
  const fresh = () => {
    sessionStorage.removeItem(key(name));
    load().then(() => setTold(null));
  };
  const changed = draft !== null && now !== null && JSON.stringify(draft) !== JSON.stringify(now.sections[name]);
  const refuse = (/** @type {string} */ problem) => setTold([problem, "bad"]);
  return { now, draft, set, drop, save, refuse, fresh, changed, told, stale };
}

/**
 * A section and its draft.
 * @template {keyof ConfigurationSections} N
 * @typedef {ReturnType<typeof useSection<N>>} Section
 */

/** What conditions can be chosen from. @param {Answer.Sections} now @returns {Choices} */
export function choicesOf(now) {
  /** @param {{ id: string, name: string }[]} list @returns {Choice[]} */
  const named = (list) => list.map((item) => [item.id, item.name || item.id]);
  const { departments, segments, skills, hours, labels } = now.sections;
  return {
    reasons: now.reasons.map((reason) => [reason, reason.replaceAll("_", " ")]),
    departments: named(departments),
    segments: named(segments),
    skills: named(skills),
    hours: Object.keys(hours).map((name) => [name, name]),
    labels: labels.map((label) => label.name),
  };
}
