// The lists of the console as pure folds: order, tabs, what is drawn of many, clocks and times in words.
import assert from "node:assert/strict";
import { byDue, keptInPlace } from "../../web_widget/console/order.js";
import { countsOf, sectionsOf } from "../../web_widget/console/sections.js";
import { slaWords } from "../../web_widget/console/sla.js";
import { ownTimes, snoozeWords, UNTIL_REPLY } from "../../web_widget/console/snoozes.js";

const row = (id, due, updated_at = 0) => ({ id, sla: due ? { due_at: due } : null, updated_at, for_me: true });
const ids = (rows) => rows.map(({ id }) => id).join("");

const rows = [row("a", 0, 5), row("b", 30), row("c", 10), row("d", 0, 9)];
assert.equal(ids(byDue(rows, () => false)), "cbda", "what is due first, then what moved last");
assert.equal(ids(byDue(rows, ({ id }) => id === "a")), "acbd", "what was not read comes first");
assert.equal(
  ids(
    keptInPlace(
      byDue(rows, () => false),
      ["a", "b"],
    ),
  ),
  "abcd",
  "what stood stays, what is new follows",
);

const me = { id: "me" };
const queue = [row("x"), { ...row("y"), wanted_agent: "me" }, { ...row("z"), for_me: false }];
const lists = { me, queue, mine: rows, later: [], others: [], bot: [], closed: Array(50).fill(row("e")) };
assert.deepEqual(countsOf(lists), { mine: "4", waiting: "2", all: "7", closed: "50+" });
assert.deepEqual(
  sectionsOf("waiting", lists).map(({ rows }) => ids(rows)),
  ["y", "x", "z"],
);

const MINUTE = 60_000;
const clock = (kind, due, state = "running") => slaWords({ kind, due_at: due * MINUTE, state }, 10 * MINUTE);
assert.deepEqual(clock("first", 14), { tone: "", words: "first reply due in 4 min" });
assert.deepEqual(clock("next", 12, "warned"), { tone: "warn", words: "reply due in 2 min" });
assert.deepEqual(clock("resolution", 10, "breached"), { tone: "bad", words: "resolution late by 0 min" });
assert.deepEqual(clock("next", -170), { tone: "bad", words: "reply late by 3 h" });
assert.equal(slaWords(null), null);

const [[, until]] = ownTimes("90 min", 0);
assert.equal(until, 90 * MINUTE);
assert.equal(ownTimes("5h", 0)[0][1], 300 * MINUTE);
assert.equal(ownTimes("2 days", 0)[0][1], 2880 * MINUTE);
assert.deepEqual([ownTimes("tomorrow", 0), ownTimes("0 h", 0), ownTimes("", 0)], [[], [], []]);
assert.equal(snoozeWords(UNTIL_REPLY), "until they reply");
console.log("all so");
