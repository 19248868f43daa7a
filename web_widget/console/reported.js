// The conversations behind a number of the reports, as a list of their own: the address says which.
import { html, useEffect, useState } from "../shared/preact.js";
import { reasonOf, request } from "../shared/transport.js";
import { nameOf, REASONS } from "./rows.js";

/** @type {Record<string, string>} */
const FIGURES = {
  contacts: "All contacts",
  bot_alone: "Answered by the assistant alone",
  handed_off: "Handed off",
  taken: "Handed off and taken",
  answered: "Handed off and answered",
  abandoned: "Abandoned while waiting",
  ended: "Closed",
  sla_kept: "SLA kept",
  sla_missed: "SLA missed",
  rated: "Rated",
  furious: "Furious customers",
  dangerous: "Customers in danger",
};

/** @type {Record<string, string>} */
const VERDICTS = {
  right: "Handed off at the right time",
  too_early: "Handed off too early",
  too_late: "Handed off too late",
  not_needed: "Hand-off not needed",
};

/** @param {string | null} day */
const dayOf = (day) =>
  day && new Date(`${day}T12:00:00`).toLocaleDateString([], { day: "numeric", month: "short", year: "numeric" });

/** What the list is called: the figure, and the hour or the days. @param {URLSearchParams} asked */
export function titleOf(asked) {
  const [kind, value] = (asked.get("figure") ?? "").split(":");
  const named = {
    reason: `Handed off: ${REASONS[value] ?? value}`,
    stars: `Rated ${value} of 5`,
    verdict: VERDICTS[value],
  };
  const what = /** @type {Record<string, string>} */ (named)[kind] ?? FIGURES[kind];
  const hour = asked.get("hour");
  const days = [...new Set([asked.get("first"), asked.get("last")])].map(dayOf).filter(Boolean).join(" to ");
  return [what ?? kind, days, hour && `${hour.padStart(2, "0")}:00`].filter(Boolean).join(", ");
}

/** @param {number} at */
const when = (at) =>
  new Date(at).toLocaleString([], { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** @param {{ contact: Answer.ReportedContact, session: AgentSession }} props */
function Entry({ contact, session }) {
  const { conversation, agents, reason, stars } = contact;
  return html`<button
    type="button"
    class="entry"
    aria-current=${session.conversation.id === conversation}
    onClick=${() => session.show(conversation)}
  >
    <span class="spread">
      <strong>${nameOf({ ...contact, id: conversation })}</strong>
      <span class="hint">${when(contact.began_at)}</span>
    </span>
    <span class="row">
      ${reason && html`<span class="chip">${REASONS[reason] ?? reason}</span>`}
      ${agents.map((agent) => html`<span key=${agent} class="chip">${agent}</span>`)}
      ${stars > 0 && html`<span class="chip">${stars} of 5</span>`}
    </span>
  </button>`;
}

/** @param {{ session: AgentSession }} props */
export function Reported({ session }) {
  const [asked, setAsked] = useState(location.search);
  const [contacts, setContacts] = useState(/** @type {Answer.ReportedContact[] | null} */ (null));
  const [problem, setProblem] = useState("");
  const query = new URLSearchParams(asked);
  const wanted = query.has("figure");
  useEffect(() => {
    if (!wanted) return;
    request(`/api/reports/contacts?${query}`).then(
      (got) => setContacts(got.contacts),
      (error) => setProblem(reasonOf(error)),
    );
  }, [asked]);
  if (!wanted) return null;
  const period = new URLSearchParams({ view: "period" });
  for (const name of ["first", "last", "department"]) {
    const value = query.get(name);
    if (value !== null) period.set(name, value);
  }
  const leave = () => {
    history.replaceState(null, "", `${location.pathname}${location.hash}`);
    setAsked("");
  };
  return html`<section class="list" aria-label="From the reports">
    <h2><span>${titleOf(query)}</span><span>${contacts?.length || ""}</span></h2>
    <div class="row from-reports">
      <a class="button small quiet" href=${`reports#${period}`}>Back to reports</a>
      <button class="button small quiet" onClick=${leave}>Close list</button>
    </div>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${!contacts && !problem && html`<p class="empty" role="status">Loading…</p>`}
    ${contacts?.length === 0 && html`<p class="empty">No conversations.</p>`}
    ${contacts?.map((each) => {
      const key = `${each.conversation}${each.seq}`;
      return html`<${Entry} key=${key} contact=${each} session=${session} />`;
    })}
  </section>`;
}
