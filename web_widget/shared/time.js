// Times as people read them, in the reader's own zone.

// Made once: a format costs more than all that is written with it.
const CLOCK = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat([], { weekday: "long", day: "numeric", month: "long" });

/** 14:05 */
export function clock(/** @type {number} */ at) {
  return CLOCK.format(at);
}

/** A day as a heading: Today, Yesterday, Monday 3 November */
export function day(/** @type {number} */ at, now = Date.now()) {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return DAY.format(at);
}

function startOfDay(/** @type {number} */ at) {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** A time that may be of another day: 14:30, or Monday 3 November, 14:30 */
export function moment(/** @type {number} */ at) {
  const name = day(at);
  return name === "Today" ? clock(at) : `${name}, ${clock(at)}`;
}

/** How long something lasts: now, 4 min, 2 h, 3 d */
export function ago(/** @type {number} */ at, now = Date.now()) {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / 1440)} d`;
}
