// Languages by their own names, as the browser knows them.
const OFFERED = ["de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs", "ro", "tr", "hu", "uk", "el"];

/**
 * `de` → `Deutsch`
 * @param {string | null} code
 */
export function named(code) {
  if (!code) return "English";
  const name = new Intl.DisplayNames([code], { type: "language", fallback: "code" }).of(code) ?? code;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * Codes that can be added: those the bot can recognise, without those that are there.
 * @param {string[]} there
 */
export function others(there) {
  return OFFERED.filter((code) => !there.includes(code));
}
