import type { DateRange, IsoDate } from "./dates";
import { diffDays } from "./dates";
import { type Decimal, divideHalfUp, leastCommonMultiple, powerOfTen, requireDecimal, unitsAt } from "./decimals";
import type { Cents } from "./money";

/** One row of spend; both dates inclusive, `amount` a decimal string in the reporting currency. */
export interface SpendRow {
  readonly source: string;
  readonly start: IsoDate;
  readonly end: IsoDate;
  readonly amount: string;
}

/**
 * All spend rows of one source that run over the same number of days, as SQL delivers them: `weighted` is the decimal
 * string Σ amount × (days of the row inside the window). The rows' share of the window is `weighted / totalDays`.
 */
export interface SpendShare {
  readonly source: string;
  readonly totalDays: number;
  readonly weighted: string;
}

/** `numerator / denominator` in whole units of the reporting currency; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

interface Group {
  readonly source: string;
  readonly totalDays: number;
  readonly weighted: Decimal;
}

const laterOf = (a: IsoDate, b: IsoDate): IsoDate => (a > b ? a : b);
const earlierOf = (a: IsoDate, b: IsoDate): IsoDate => (a < b ? a : b);

/** The days of service of `row` that lie in `window`. */
function overlapDays(row: SpendRow, window: DateRange): number {
  return Math.max(0, diffDays(laterOf(row.start, window.from), earlierOf(row.end, window.to)) + 1);
}

function groupOf(row: SpendRow, window: DateRange): Group {
  const totalDays = diffDays(row.start, row.end) + 1;
  if (totalDays < 1) throw new RangeError(`Spend ends before it starts: ${row.start} to ${row.end}`);
  const { units, scale } = requireDecimal(row.amount);
  return { source: row.source, totalDays, weighted: { units: units * BigInt(overlapDays(row, window)), scale } };
}

function groupOfShare({ source, totalDays, weighted }: SpendShare): Group {
  if (!Number.isSafeInteger(totalDays) || totalDays < 1) throw new RangeError(`Not a number of days: ${totalDays}`);
  return { source, totalDays, weighted: requireDecimal(weighted) };
}

function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale };
}

function sumOver(groups: ReadonlyMap<number, Decimal>): Fraction {
  const scale = Math.max(...[...groups.values()].map((weighted) => weighted.scale));
  const days = [...groups.keys()].reduce((common, count) => leastCommonMultiple(common, BigInt(count)), 1n);
  let numerator = 0n;
  for (const [count, weighted] of groups) numerator += unitsAt(weighted, scale) * (days / BigInt(count));
  return { numerator, denominator: days * powerOfTen(scale) };
}

/** Rows of one length are added before anything is divided: there are few lengths, however many rows. */
function accrue(groups: Iterable<Group>): Map<string, Fraction> {
  const bySource = new Map<string, Map<number, Decimal>>();
  for (const { source, totalDays, weighted } of groups) {
    const lengths = bySource.get(source) ?? new Map<number, Decimal>();
    const before = lengths.get(totalDays);
    lengths.set(totalDays, before ? add(before, weighted) : weighted);
    bySource.set(source, lengths);
  }
  return new Map([...bySource].map(([source, lengths]) => [source, sumOver(lengths)]));
}

function round(exact: ReadonlyMap<string, Fraction>): Map<string, Cents> {
  const inCents = ({ numerator, denominator }: Fraction): Cents => divideHalfUp(numerator * 100n, denominator);
  return new Map([...exact].map(([source, fraction]) => [source, inCents(fraction)]));
}

/** The exact spend of each source in `window`, unrounded. */
export function exactSpend(rows: readonly SpendRow[], window: DateRange): Map<string, Fraction> {
  return accrue(rows.map((row) => groupOf(row, window)));
}

/**
 * Spend per source in `window` (metrics.md §3): an amount is spread evenly over its days, both ends included; only days
 * in the window count; shares stay exact and the total of a source is rounded once, half up to cents. Every source of
 * `rows` is in the answer. Throws `RangeError` on an amount that is no decimal or an end before its start.
 */
export function windowSpend(rows: readonly SpendRow[], window: DateRange): Map<string, Cents> {
  return round(exactSpend(rows, window));
}

/** The same from rows that SQL has grouped by source and number of days: equal to `windowSpend` to the cent. */
export function spendFromShares(shares: readonly SpendShare[]): Map<string, Cents> {
  return round(accrue(shares.map(groupOfShare)));
}

/**
 * Spend of all sources together, rounded once (metrics.md §3): the rows of the sources are each rounded for themselves, so
 * that their sum can differ from it by cents.
 */
export function totalSpend(shares: readonly SpendShare[]): Cents {
  return spendFromShares(shares.map((share) => ({ ...share, source: "" }))).get("") ?? 0n;
}
