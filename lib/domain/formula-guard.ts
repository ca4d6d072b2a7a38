/** A spreadsheet runs what begins like this; a plain number is no formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;
/** What the guard makes, and text that only looks like it: both carry one apostrophe more than they mean. */
const GUARDED = /^'['=+\-@\t\r]/;

/**
 * Text as it stands in a CSV cell: what a spreadsheet would run gets an apostrophe in front, and so does text that
 * `withoutGuard` would otherwise take one from. quality.md, Security.
 */
export function withGuard(text: string): string {
  return (FORMULA.test(text) && !NUMBER.test(text)) || GUARDED.test(text) ? `'${text}` : text;
}

/** The text that a CSV cell means: the inverse of `withGuard`, so that what was exported comes back equal (product.md E7). */
export function withoutGuard(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell;
}
