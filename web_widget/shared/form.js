// Forms that the page itself sends.

/** Does this instead of what the browser would do. @param {(event: Happening) => unknown} work */
export function instead(work) {
  return (/** @type {Happening} */ event) => {
    event.preventDefault();
    work(event);
  };
}

/**
 * What stands in the fields of a form, by their names.
 * @param {HTMLElement | null} form
 * @returns {Record<string, string>}
 */
export function fieldsOf(form) {
  if (!(form instanceof HTMLFormElement)) return {};
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}
