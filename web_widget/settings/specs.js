// What each list holds: its fields in the order people think of them, and the words around it.
const ALWAYS = { reasons: [], topics: [], languages: [], segments: [], sites: [], departments: [] };
/** @type {SectionField} */
const ID = {
  name: "id",
  label: "Short name",
  kind: "text",
  hint: "billing",
  most: 40,
  plain: true,
  about: "Lowercase letters, digits and dashes.",
};

/** @type {Record<ListName, ListSpec>} */
export const SPECS = {
  departments: {
    heading: "Departments",
    add: "New department",
    ordered: true,
    empty: "One team answers everything. Add departments when different agents handle different topics.",
    about:
      "A conversation goes to the first department that matches. " +
      "One without conditions matches everything, so put it last.",
    blank: { id: "", name: "", when: ALWAYS, by_hand: false, hours: "" },
    title: (item) => item.name || item.id,
    line: (item) => (item.by_hand ? "manual transfers only" : ""),
    fields: [
      { name: "name", label: "Name", kind: "text", hint: "Billing" },
      ID,
      {
        name: "hours",
        label: "Business hours",
        kind: "select",
        options: (choices) => [["", "Default"], ...choices.hours],
      },
      { name: "by_hand", label: "Only agents transfer conversations here", kind: "check" },
      { name: "when", label: "Conditions", kind: "when", without: ["departments"] },
    ],
  },
  skills: {
    heading: "Skills",
    add: "New skill",
    empty: "Every agent can answer everything. Add a skill for what only some can do, like a language.",
    about: "A matching conversation needs an agent with the skill. Assign skills to agents under Team.",
    blank: { id: "", name: "", when: ALWAYS },
    title: (item) => item.name || item.id,
    fields: [
      { name: "name", label: "Name", kind: "text", hint: "German" },
      ID,
      { name: "when", label: "Conditions", kind: "when" },
    ],
  },
  service_levels: {
    heading: "SLA",
    add: "New SLA",
    ordered: true,
    empty: "No SLA yet. The queue is ordered by urgency and waiting time alone.",
    about:
      "What is promised to customers, counted in business hours. The first match applies. " +
      "The console shows the time left, marks what is late, and reports count both.",
    blank: { name: "", minutes: 15, when: ALWAYS, next_minutes: 0, resolution_minutes: 0, warn_percent: 75 },
    title: (item) => item.name,
    line: (item) =>
      [
        `first response ${item.minutes} min`,
        `next ${item.next_minutes || item.minutes} min`,
        item.resolution_minutes && `resolution ${item.resolution_minutes} min`,
      ]
        .filter(Boolean)
        .join(", "),
    fields: [
      { name: "name", label: "Name", kind: "text", hint: "Everyone" },
      {
        name: "minutes",
        label: "First response (minutes)",
        kind: "number",
        from: 1,
        to: 10080,
        about: "From when the customer begins to wait for an agent until the agent’s first answer. Default: 15.",
      },
      {
        name: "next_minutes",
        label: "Next response (minutes)",
        kind: "number",
        from: 0,
        to: 10080,
        about: "From when the customer writes again until the answer. 0: as for the first. Default: 0.",
      },
      {
        name: "resolution_minutes",
        label: "Resolution (minutes)",
        kind: "number",
        from: 0,
        to: 10080,
        about: "From the hand-off until it is closed or returned to the assistant. 0: no limit. Default: 0.",
      },
      {
        name: "warn_percent",
        label: "Warn at (percent of the time)",
        kind: "number",
        from: 0,
        to: 99,
        about: "The conversation is marked when this much of the time is gone. 0: no warning. Default: 75.",
      },
      { name: "when", label: "Conditions", kind: "when" },
    ],
  },
  segments: {
    heading: "Segments",
    add: "New segment",
    ordered: true,
    empty: "No segments yet. All customers are treated the same.",
    about:
      "The first segment that matches applies, unless an agent has set one for the customer. " +
      "Thresholds for a segment are under Handoff rules.",
    blank: { id: "", name: "", emails: [], sites: [], priority: 2 },
    title: (item) => item.name || item.id,
    fields: [
      { name: "name", label: "Name", kind: "text", hint: "Business customers" },
      ID,
      {
        name: "emails",
        label: "Email addresses",
        kind: "words",
        hint: "*@big.example",
        about: "Separate with commas; * matches anything.",
      },
      { name: "sites", label: "Websites", kind: "words", hint: "https://pro.example" },
      {
        name: "priority",
        label: "Queue priority",
        kind: "select",
        options: [
          [0, "Highest, after danger only"],
          [1, "High"],
          [2, "Normal"],
        ],
      },
    ],
  },
  labels: {
    heading: "Labels",
    add: "New label",
    empty: "No labels yet. Agents can still write their own.",
    about: "Suggested to agents when they label a conversation.",
    blank: { name: "", colour: "grey", about: "" },
    title: (item) => item.name,
    line: (item) => item.about,
    fields: [
      { name: "name", label: "Name", kind: "text", hint: "refund", most: 40 },
      {
        name: "colour",
        label: "Colour",
        kind: "select",
        options: [
          ["grey", "Grey"],
          ["green", "Green"],
          ["amber", "Amber"],
          ["red", "Red"],
        ],
      },
      { name: "about", label: "When to use it", kind: "text" },
    ],
  },
  views: {
    heading: "Team views",
    add: "New view",
    empty: "No views for the team yet. Agents can still save their own.",
    about: "A filter of the console's lists that every agent has as a button above them.",
    blank: { name: "", filter: "" },
    title: (item) => item.name,
    line: (item) => item.filter,
    fields: [
      { name: "name", label: "Name", kind: "text", hint: "Late refunds", most: 40 },
      {
        name: "filter",
        label: "Filter",
        kind: "text",
        hint: "label:refund is:late",
        most: 200,
        about:
          "What you would type above the lists: text, label:refund, is:late, department:billing, agent:ben, unread.",
      },
    ],
  },
  replies: {
    heading: "Canned responses",
    add: "New response",
    empty: "No canned responses yet. What do your agents type ten times a day?",
    about:
      "In the console, type / and a few letters to insert one. " +
      "{customer} and {agent} become their names, facts like {{return_days}} their values.",
    blank: { shortcut: "", text: "", title: "" },
    title: (reply) => (reply.shortcut ? `/${reply.shortcut}` : ""),
    line: (item) => item.text,
    fields: [
      { name: "shortcut", label: "Shortcut", kind: "text", hint: "refund-late", most: 40, plain: true },
      { name: "title", label: "Title (optional)", kind: "text", most: 120 },
      { name: "text", label: "Text", kind: "area" },
    ],
  },
  macros: {
    heading: "Macros",
    add: "New macro",
    empty: "No macros yet. Which steps do your agents repeat again and again?",
    about:
      "Several steps in one, behind a shortcut like a canned response. " +
      "The agent sees the text and the steps before anything happens.",
    // biome-ignore lint/suspicious/noThenProperty: the stored name of a macro's last step; nothing waits for it
    blank: { shortcut: "", title: "", text: "", labels: [], note: "", then: "stay", department: "", hours_later: 24 },
    title: (reply) => (reply.shortcut ? `/${reply.shortcut}` : ""),
    line: (article) => article.title,
    fields: [
      { name: "shortcut", label: "Shortcut", kind: "text", hint: "lost-parcel", most: 40, plain: true },
      { name: "title", label: "Title", kind: "text", most: 120 },
      { name: "text", label: "Text to the customer", kind: "area" },
      { name: "labels", label: "Labels", kind: "words", hint: "lost, carrier", options: (choices) => choices.labels },
      { name: "note", label: "Internal note", kind: "area" },
      {
        name: "then",
        label: "Then",
        kind: "select",
        options: [
          ["stay", "Stay in the conversation"],
          ["close", "Close"],
          ["hand_back", "Return to bot"],
          ["department", "Transfer to a department"],
          ["later", "Snooze"],
        ],
      },
      {
        name: "department",
        label: "Department",
        kind: "select",
        shown: (item) => item.then === "department",
        options: (choices) => [["", "Select one"], ...choices.departments],
      },
      {
        name: "hours_later",
        label: "Snooze for (hours)",
        kind: "number",
        from: 1,
        to: 720,
        shown: (item) => item.then === "later",
      },
    ],
  },
};
