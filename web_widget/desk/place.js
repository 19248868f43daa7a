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

/**
 * `#articles/delivery_time` → ["articles", "delivery_time"]
 * @returns {[screen: string, what: string | null]}
 */
export function place() {
  const [screen, ...rest] = location.hash.slice(1).split("/");
  return SCREENS.some(([name]) => name === screen)
    ? [screen, rest.length ? decodeURIComponent(rest.join("/")) : null]
    : ["articles", null];
}

/** @param {string} screen @param {string | null} [what] */
export function go(screen, what = null) {
  location.hash = what === null ? screen : `${screen}/${encodeURIComponent(what)}`;
}

const AIMED = "baton-aimed";
/** @type {{ article: string, field: string } | null} */
let aimed = null;

/**
 * The field to focus when the article is opened next.
 * @param {string} article
 * @param {string} field
 */
export function aim(article, field) {
  aimed = { article, field };
  dispatchEvent(new Event(AIMED));
}

/**
 * Hears of each aim at `article`, an earlier one too; returns how to stop.
 * @param {string | null} article
 * @param {(field: string) => void} heard
 */
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
