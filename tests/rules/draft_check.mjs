// A draft of handoff rules put over what somebody else has set meanwhile; throws at the first thing that is not so.
import { over } from "../../web_widget/settings/draft.js";

const cases = {
  "mine over an unchanged rest": [
    { a: 1, b: 2 },
    { a: 1, b: 3 },
    { a: 1, b: 2 },
    { a: 1, b: 3 },
  ],
  "theirs stays beside mine": [
    { a: 5, b: 2 },
    { a: 1, b: 3 },
    { a: 1, b: 2 },
    { a: 5, b: 3 },
  ],
  "their segment stays beside mine": [
    { segments: { x: { a: 1 } } },
    { segments: { y: { a: 2 } } },
    {},
    { segments: { x: { a: 1 }, y: { a: 2 } } },
  ],
  "a segment I removed goes": [
    { segments: { x: {}, z: {} } },
    { segments: { x: {} } },
    { segments: { x: {}, z: {} } },
    { segments: { x: {} } },
  ],
  "a segment of theirs that I never saw stays": [{ segments: { z: {} } }, { a: 1 }, {}, { segments: { z: {} }, a: 1 }],
};

for (const [what, [now, rules, base, expected]] of Object.entries(cases)) {
  const found = JSON.stringify(over(now, { rules, base }));
  if (found !== JSON.stringify(expected)) throw new Error(`${what}: ${found} is not ${JSON.stringify(expected)}`);
}
console.log("all so");
