// Until when a conversation may sleep: times to choose from, hours of one's own, a day, or the customer's reply. Pure.
import { clock } from "../shared/time.js";

/** The most the hub takes: whatever the customer writes ends it. */
export const UNTIL_REPLY = 4_102_444_800_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** @type {Record<string, number>} */
const UNITS = { m: 60_000, h: HOUR, d: DAY };
const OWN = /^(\d{1,3}(?:[.,]\d)?)\s*(m|h|d)[a-z]*$/i;
/** @type {Intl.DateTimeFormatOptions} */
const WHEN = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };

/** `until 14:05`, `until Mon 9 Dec, 9:00`, or until they reply. @param {number} until */
export function snoozeWords(until, now = Date.now()) {
  if (until >= UNTIL_REPLY) return "until they reply";
  const near = new Date(until).toDateString() === new Date(now).toDateString();
  return `until ${near ? clock(until) : new Date(until).toLocaleString("en-GB", WHEN)}`;
}

/** A day at a time of day, in the agent's own zone. @param {Date} now @param {number} days @param {number} hour */
function at(now, days, hour) {
  const day = new Date(now);
  day.setDate(day.getDate() + days);
  return day.setHours(hour, 0, 0, 0);
}

/**
 * Times to snooze until.
 * @param {Date} [now]
 * @returns {[words: string, until: number][]}
 */
export function snoozeTimes(now = new Date()) {
  const evening = at(now, 0, 17);
  /** @type {[string, number][]} */
  const today = evening > now.getTime() ? [["Today, 17:00", evening]] : [];
  return [
    ["Until the customer replies", UNTIL_REPLY],
    ["In 1 hour", now.getTime() + HOUR],
    ["In 3 hours", now.getTime() + 3 * HOUR],
    ...today,
    ["Tomorrow, 9:00", at(now, 1, 9)],
    ["Next Monday, 9:00", at(now, (8 - now.getDay()) % 7 || 7, 9)],
  ];
}

/**
 * `90 min`, `5h`, `2 days` in words and as a time.
 * @param {string} typed
 * @returns {[words: string, until: number][]}
 */
export function ownTimes(typed, now = Date.now()) {
  const [, number, unit] = OWN.exec(typed.trim()) ?? [];
  const until = number ? now + Number(number.replace(",", ".")) * UNITS[unit.toLowerCase()] : 0;
  return until > now ? [[`In ${typed.trim()}: ${snoozeWords(until, now)}`, until]] : [];
}
