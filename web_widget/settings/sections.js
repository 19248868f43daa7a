// Sections of the configuration by the names of their screens.

/** @type {Record<string, string>} */
const NAMES = {
  triage: "Handoff rules",
  policy: "Automation limits",
  people: "Team",
  users: "Team",
  hours: "Business hours",
  service_levels: "SLA",
  replies: "Canned responses",
  sites: "Website",
  mail: "Email",
};

/** `service_levels: …` as people read it. @param {string} what */
export function worded(what) {
  return what.replace(
    /^[a-z_]+(?=[:,])/,
    (section) => NAMES[section] ?? section.charAt(0).toUpperCase() + section.slice(1).replaceAll("_", " "),
  );
}
