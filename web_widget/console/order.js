// In which order conversations stand, pure.

/**
 * One's own: what was not read first, then what is due first, then what moved last.
 * @param {InboxRow[]} rows
 * @param {(row: InboxRow) => boolean} unread
 */
export function byDue(rows, unread) {
  /** @param {InboxRow} row */
  const due = (row) => row.sla?.due_at ?? Number.MAX_SAFE_INTEGER;
  return [...rows].sort(
    (a, b) => Number(unread(b)) - Number(unread(a)) || due(a) - due(b) || b.updated_at - a.updated_at,
  );
}

/**
 * The same rows where they stood; what is new comes behind them.
 * @param {InboxRow[]} rows
 * @param {string[]} stood their ids in the order that was shown
 */
export function keptInPlace(rows, stood) {
  const places = new Map(stood.map((id, at) => [id, at]));
  /** @param {InboxRow} row */
  const place = (row) => places.get(row.id) ?? stood.length;
  return [...rows].sort((a, b) => place(a) - place(b));
}
