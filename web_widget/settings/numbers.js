// What is wrong with a number on a screen, in words. Pure.

/** @param {SectionField} field @param {unknown} value */
export function numberProblem(field, value) {
  const { kind, from = 0, to = Number.MAX_SAFE_INTEGER, step } = field;
  if (kind !== "number") return "";
  const fits = typeof value === "number" && value >= from && value <= to;
  if (fits && (step || Number.isInteger(value))) return "";
  return `Enter a ${step ? "" : "whole "}number from ${from} to ${to}.`;
}

/**
 * The first number of an item that does not fit, with its label.
 * @param {SectionField[]} fields
 * @param {Item} item
 */
export function firstProblem(fields, item) {
  const field = fields.find((one) => (!one.shown || one.shown(item)) && numberProblem(one, item[one.name]));
  return field ? `“${field.label}”: ${numberProblem(field, item[field.name])}` : "";
}
