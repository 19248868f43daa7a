// Which letters are commands and which are words, without a browser: time is a number.
import assert from "node:assert/strict";
import { LetterKeys } from "../../web_widget/console/keys_core.js";

let now = 0;
let timers = [];
let done = [];
const letters = new LetterKeys(
  (run, ms) => {
    const timer = { run, at: now + ms };
    timers.push(timer);
    return timer;
  },
  (timer) => {
    timers = timers.filter((one) => one !== timer);
  },
  () => now,
);
letters.words = (words) => done.push(`“${words}”`);

function wait(ms) {
  now += ms;
  const due = timers.filter(({ at }) => at <= now);
  timers = timers.filter(({ at }) => at > now);
  for (const { run } of due) run();
}

/** Keys with the pauses before them: a capital one moves a conversation, a dot is no command. */
function typed(...keys) {
  done = [];
  wait(1000);
  for (const [key, pause] of keys) {
    wait(pause);
    if (key === ".") letters.letter(key);
    else letters.press(key.toLowerCase(), key !== key.toLowerCase(), () => done.push(key));
  }
  wait(1000);
  return done.join(" ");
}

assert.equal(typed(["j", 0], ["r", 40]), "j r", "a letter right behind a step is a command");
assert.equal(typed(["j", 0], ["j", 30], ["k", 30]), "j j k", "steps follow each other as fast as they like");
assert.equal(typed(["C", 0]), "C", "one that moves runs after a moment");
assert.equal(typed(["C", 0], [".", 40]), "“c.”", "and is a word when another letter follows");
assert.equal(typed(["j", 0], ["C", 40], [".", 40]), "j “c.”", "also behind a step: nothing of it is lost");
assert.equal(typed([".", 0], [".", 40], ["C", 40]), "“..” “c”", "a sentence has no commands");
assert.equal(typed(["C", 0], ["C", 600]), "C C", "slowly pressed they are commands");
letters.press("s", false, () => {});
letters.pause();
done = [];
letters.press("f", false, () => done.push("f"));
assert.deepEqual(done, ["f"], "what was written in a field between two keys parts them");
console.log("all so");
