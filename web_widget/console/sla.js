// The clock of a row that runs out first, as one chip: which, and how long it has.

/** @type {Record<SlaClock["kind"], string>} */
const CLOCKS = { first: "first reply", next: "reply", resolution: "resolution" };

/** @param {number} ms */
function length(ms) {
  const minutes = Math.ceil(Math.abs(ms) / 60_000);
  if (minutes < 60) return `${minutes} min`;
  return minutes < 1440 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} d`;
}

/**
 * @param {SlaClock | null} clock
 * @param {number} [now]
 */
export function slaWords(clock, now = Date.now()) {
  if (!clock) return null;
  const late = clock.due_at <= now;
  const words = late ? `late by ${length(now - clock.due_at)}` : `due in ${length(clock.due_at - now)}`;
  return { tone: late ? "bad" : clock.state === "running" ? "" : "warn", words: `${CLOCKS[clock.kind]} ${words}` };
}
