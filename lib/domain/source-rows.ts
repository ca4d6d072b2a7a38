/** The source of sales' own prospecting: a configured source and the fallback of §3 and §4. */
export const OUTBOUND_BDR = "outbound_bdr";
/** No lead, no account cycle, no touch, not outbound: shown, never spread over others (metrics.md §3, §4). */
export const UNATTRIBUTED = "Unattributed";
/** A deal has touches in the window, but none that could take this position (metrics.md §4). */
export const OUTSIDE_WINDOW = "Outside window / no touch";

/** Rows that are no sources, in the order in which tables end. */
const SPECIAL_ROWS: readonly string[] = [OUTSIDE_WINDOW, UNATTRIBUTED];

/** By code unit, not by locale: the same everywhere. For ties that metrics.md breaks "by source name". */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The row order of the tables by source: the order in settings, then names that settings do not know (`Unmapped: …`) by
 * name, then the special rows. Every name once; all of `settingsOrder` is there, so a source with nothing keeps its row.
 */
export function orderSources(names: Iterable<string>, settingsOrder: readonly string[]): string[] {
  const configured = [...new Set(settingsOrder)].filter((name) => !SPECIAL_ROWS.includes(name));
  const known = new Set([...configured, ...SPECIAL_ROWS]);
  const present = new Set(names);
  const unknown = [...present].filter((name) => !known.has(name)).sort(compareNames);
  return [...configured, ...unknown, ...SPECIAL_ROWS.filter((name) => present.has(name))];
}

/** The source that every partner-lane record belongs to, and no standard-lane one. */
export const PARTNER_REFERRAL = "partner_referral";
