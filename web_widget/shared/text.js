// @ts-check
// Words that depend on a number.

/** `1 article`, `2 articles` @param {number} number @param {string} one @param {string} many */
export function counted(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

/** `Ann, Ben and Cy` @param {string[]} names */
export function listed(names) {
  return new Intl.ListFormat("en-GB").format(names);
}
