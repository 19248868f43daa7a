// Where one is at the desk: the address behind # names the screen and what is open there.
export const SCREENS = [
  ["articles", "Articles"],
  ["gaps", "Unanswered questions"],
  ["effect", "Performance"],
  ["voice", "System texts"],
  ["facts", "Facts"],
  ["checks", "Checks"],
  ["releases", "Releases"],
];

/** `#articles/delivery_time` → ["articles", "delivery_time"] */
export function place() {
  const [screen, ...rest] = location.hash.slice(1).split("/");
  return SCREENS.some(([name]) => name === screen)
    ? [screen, rest.length ? decodeURIComponent(rest.join("/")) : null]
    : ["articles", null];
}

export function go(screen, what = null) {
  location.hash = what === null ? screen : `${screen}/${encodeURIComponent(what)}`;
}

const AIMED = "baton-aimed";
let aimed = null;

/** The field to focus when the article is opened next. */
export function aim(article, field) {
  aimed = { article, field };
  dispatchEvent(new Event(AIMED));
}

/** Hears of each aim at `article`, an earlier one too; returns how to stop. */
export function onAim(article, heard) {
  const look = () => {
    if (aimed?.article !== article) return;
    const { field } = aimed;
    aimed = null;
    heard(field);
  };
  look();
  addEventListener(AIMED, look);
  return () => removeEventListener(AIMED, look);
}
