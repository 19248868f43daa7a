// The tabs above the lists, and what stands in each. Pure.

/** @typedef {"mine" | "waiting" | "all" | "closed"} Tab */
/** @typedef {{ name: string, title: string, rows: InboxRow[], empty?: string }} Section */

/** @type {[tab: Tab, words: string][]} */
export const TABS = [
  ["mine", "Mine"],
  ["waiting", "Waiting"],
  ["all", "All"],
  ["closed", "Closed"],
];

const MOST_CLOSED = 50; // the hub lists no more

/** @param {Inbox} lists @returns {Section[]} */
function waiting({ queue, me }) {
  const forMe = queue.filter((row) => row.wanted_agent === me.id);
  const others = queue.filter((row) => !row.for_me);
  return [
    { name: "to-me", title: "Transferred to you", rows: forMe },
    {
      name: "queue",
      title: forMe.length || others.length ? "Waiting for an agent" : "",
      rows: queue.filter((row) => row.for_me && !forMe.includes(row)),
      empty: forMe.length ? undefined : "No one is waiting.",
    },
    { name: "elsewhere", title: "Waiting for other departments", rows: others },
  ];
}

/** @param {Inbox} lists @param {boolean} titled @returns {Section[]} */
function mine({ mine: own, later }, titled) {
  return [
    {
      name: "mine",
      title: titled ? "My conversations" : "",
      rows: own,
      empty: "You have no conversations. Take over one that is waiting.",
    },
    { name: "later", title: "Snoozed", rows: later },
  ];
}

/** @param {Inbox} lists @returns {Section[]} */
const all = (lists) => [
  ...waiting(lists).map((section) => ({ ...section, title: section.title || "Waiting for an agent" })),
  ...mine(lists, true),
  { name: "others", title: "With other agents", rows: lists.others },
  { name: "bot", title: "With the assistant", rows: lists.bot },
];

/** @param {Inbox} lists @returns {Section[]} */
const closed = (lists) => [{ name: "closed", title: "", rows: lists.closed, empty: "Nothing has been closed yet." }];

/** What stands in a tab; the filter looks through all of them. @param {Tab | "everything"} tab @param {Inbox} lists */
export function sectionsOf(tab, lists) {
  if (tab === "mine") return mine(lists, false);
  if (tab === "waiting") return waiting(lists);
  if (tab === "closed") return closed(lists);
  if (tab === "all") return all(lists).map((section) => ({ ...section, empty: undefined }));
  return [...all(lists), { name: "closed", title: "Closed", rows: lists.closed }];
}

/** How many stand in each. @param {Inbox} lists @returns {Record<Tab, string>} */
export function countsOf(lists) {
  const { queue, mine: own, later, others, bot, closed: ended } = lists;
  const open = queue.length + own.length + later.length + others.length + bot.length;
  return {
    mine: String(own.length),
    waiting: String(queue.filter((row) => row.for_me).length),
    all: String(open),
    closed: ended.length < MOST_CLOSED ? String(ended.length) : `${MOST_CLOSED}+`,
  };
}
