// Where one is at the desk: the address behind # names the screen and what is open there.
export const SCREENS = [["articles", "Articles"], ["gaps", "Gaps"], ["effect", "Effect"], ["voice", "Voice"], ["facts", "Facts"], ["checks", "Checks"], ["releases", "Releases"]];

/** `#articles/delivery_time` → ["articles", "delivery_time"] */
export function place() {
  const [screen, ...rest] = location.hash.slice(1).split("/");
  return SCREENS.some(([name]) => name === screen) ? [screen, rest.length ? decodeURIComponent(rest.join("/")) : null] : ["articles", null];
}

export function go(screen, what = null) {
  location.hash = what === null ? screen : `${screen}/${encodeURIComponent(what)}`;
}
