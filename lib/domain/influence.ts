import type { Credit, Position } from "./credits";
import type { Cents } from "./money";
import { ratio } from "./rates";
import { orderSources } from "./source-rows";

/** One won deal as far as the table needs it: its amount is the sum of its credits. */
export interface InfluenceDeal {
  readonly credits: readonly Credit[];
  readonly assists: ReadonlyMap<string, number>;
}

/** Cents by position, and what they add up to. */
export interface InfluenceFigures extends Readonly<Record<Position, Cents>> {
  readonly credit: Cents;
  /** Deals in which the source stands at a position. */
  readonly deals: number;
  readonly assists: number;
}

export interface InfluenceRow extends InfluenceFigures {
  readonly source: string;
  /** Of all closed-won, four decimals, for show only; `null` when nothing was won. */
  readonly share: string | null;
}

export interface InfluenceTable {
  readonly rows: readonly InfluenceRow[];
  /** `credit` is all closed-won; `deals` counts every deal once. */
  readonly total: InfluenceFigures;
}

type Sums = { -readonly [Key in keyof InfluenceFigures]: InfluenceFigures[Key] };

const emptySums = (): Sums => ({
  first_touch: 0n,
  opportunity_created: 0n,
  closed_won: 0n,
  credit: 0n,
  deals: 0,
  assists: 0,
});

function addCredits(sums: Sums, credits: readonly Credit[]): void {
  for (const { position, credit } of credits) {
    sums[position] += credit;
    sums.credit += credit;
  }
}

/**
 * Closed-won influence by source (metrics.md §4). `order` is the order of sources in settings, each of which has a row;
 * unmapped sources follow by name, then `Outside window / no touch` and `Unattributed` where they hold credit. The credits
 * of the rows add up to the amounts of the deals exactly.
 */
export function influenceTable(deals: readonly InfluenceDeal[], order: readonly string[]): InfluenceTable {
  const bySource = new Map<string, Sums>();
  const total = emptySums();
  const sumsOf = (source: string): Sums => {
    const sums = bySource.get(source) ?? emptySums();
    bySource.set(source, sums);
    return sums;
  };
  for (const { credits, assists } of deals) {
    total.deals += 1;
    addCredits(total, credits);
    for (const credit of credits) addCredits(sumsOf(credit.source), [credit]);
    for (const source of new Set(credits.map((credit) => credit.source))) sumsOf(source).deals += 1;
    for (const [source, count] of assists) {
      sumsOf(source).assists += count;
      total.assists += count;
    }
  }
  const rows = orderSources(bySource.keys(), order).map((source) => {
    const sums = bySource.get(source) ?? emptySums();
    return { source, ...sums, share: ratio(sums.credit, total.credit) };
  });
  return { rows, total };
}
