// What each list holds: its fields in the order people think of them, and the words around it.
const ALWAYS = { reasons: [], topics: [], languages: [], segments: [], sites: [], departments: [] };
const ID = { name: "id", label: "Short name", kind: "text", hint: "billing", most: 40, plain: true, about: "Small letters, digits and dashes." };

export const SPECS = {
  departments: {
    heading: "Departments", add: "New department", ordered: true, empty: "One team answers everything. Add departments when different colleagues answer different things.",
    about: "Who waits goes to the first department that fits. One without conditions takes everything, so it stands last.",
    blank: { id: "", name: "", when: ALWAYS, by_hand: false, hours: "" }, title: (each) => each.name || each.id, line: (each) => (each.by_hand ? "only by hand" : ""),
    fields: [{ name: "name", label: "Name", kind: "text", hint: "Billing" }, ID, { name: "hours", label: "Opening hours", kind: "select", options: (choices) => [["", "everybody's"], ...choices.hours] },
      { name: "by_hand", label: "Only colleagues send conversations here", kind: "check" }, { name: "when", label: "Takes what", kind: "when", without: ["departments"] }],
  },
  skills: {
    heading: "Skills", add: "New skill", empty: "Everybody can answer everything. Add a skill for what not everybody can do, like a language.",
    about: "A conversation that fits needs a colleague with the skill. Who has which stands at Colleagues.",
    blank: { id: "", name: "", when: ALWAYS }, title: (each) => each.name || each.id,
    fields: [{ name: "name", label: "Name", kind: "text", hint: "German" }, ID, { name: "when", label: "Needed for", kind: "when" }],
  },
  service_levels: {
    heading: "Service levels", add: "New service level", ordered: true, empty: "Nobody has set how soon people should hear from you. The queue then goes by urgency and waiting time alone.",
    about: "How soon who waits hears from a person, counted in opening hours. The first that fits counts; the console shows the time left.",
    blank: { name: "", minutes: 15, when: ALWAYS }, title: (each) => each.name, line: (each) => `within ${each.minutes} min`,
    fields: [{ name: "name", label: "Name", kind: "text", hint: "Everybody" }, { name: "minutes", label: "Minutes", kind: "number", from: 1, to: 10080 }, { name: "when", label: "For", kind: "when" }],
  },
  segments: {
    heading: "Segments", add: "New segment", ordered: true, empty: "All customers are treated alike.",
    about: "The first whose rules fit counts; what a colleague sets beside a conversation stands above. Thresholds for a segment stand at Letting go.",
    blank: { id: "", name: "", emails: [], sites: [], priority: 2 }, title: (each) => each.name || each.id,
    fields: [{ name: "name", label: "Name", kind: "text", hint: "Business customers" }, ID, { name: "emails", label: "E-mail addresses", kind: "words", hint: "*@big.example", about: "With commas between them; * for anything." },
      { name: "sites", label: "Websites", kind: "words", hint: "https://pro.example" }, { name: "priority", label: "In the queue", kind: "select", options: [[0, "before everybody but danger"], [1, "forward"], [2, "as all others"]] }],
  },
  labels: {
    heading: "Labels", add: "New label", empty: "No labels are arranged; colleagues write their own.", about: "What colleagues are offered when they label a conversation.",
    blank: { name: "", colour: "grey", about: "" }, title: (each) => each.name, line: (each) => each.about,
    fields: [{ name: "name", label: "Name", kind: "text", hint: "refund", most: 40 }, { name: "colour", label: "Colour", kind: "select", options: [["grey", "grey"], ["green", "green"], ["amber", "amber"], ["red", "red"]] }, { name: "about", label: "When to use it", kind: "text" }],
  },
  replies: {
    heading: "Canned replies", add: "New reply", empty: "No replies yet. What do your colleagues type ten times a day?", about: "In the console, / and a few letters bring them. {customer} and {agent} become their names, facts like {{return_days}} their values.",
    blank: { shortcut: "", text: "", title: "" }, title: (each) => (each.shortcut ? `/${each.shortcut}` : ""), line: (each) => each.text,
    fields: [{ name: "shortcut", label: "Shortcut", kind: "text", hint: "refund-late", most: 40, plain: true }, { name: "title", label: "Title (optional)", kind: "text", most: 120 }, { name: "text", label: "Words", kind: "area" }],
  },
  macros: {
    heading: "Macros", add: "New macro", empty: "No macros yet. What do your colleagues do again and again, step by step?", about: "Several steps in one, behind a shortcut like a reply. The agent sees the words and what comes after before anything happens.",
    blank: { shortcut: "", title: "", text: "", labels: [], note: "", then: "stay", department: "", hours_later: 24 }, title: (each) => (each.shortcut ? `/${each.shortcut}` : ""), line: (each) => each.title,
    fields: [{ name: "shortcut", label: "Shortcut", kind: "text", hint: "lost-parcel", most: 40, plain: true }, { name: "title", label: "Title", kind: "text", most: 120 }, { name: "text", label: "Words to the customer", kind: "area" },
      { name: "labels", label: "Labels", kind: "words", hint: "lost, carrier", options: (choices) => choices.labels }, { name: "note", label: "Note to colleagues", kind: "area" },
      { name: "then", label: "Then", kind: "select", options: [["stay", "stay in the conversation"], ["close", "close it"], ["hand_back", "hand back to the assistant"], ["department", "hand on to a department"], ["later", "answer later"]] },
      { name: "department", label: "Department", kind: "select", shown: (each) => each.then === "department", options: (choices) => [["", "choose one"], ...choices.departments] },
      { name: "hours_later", label: "Hours later", kind: "number", from: 1, to: 720, shown: (each) => each.then === "later" }],
  },
};
