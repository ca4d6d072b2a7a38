import type { DateRange } from "@/lib/domain/dates";
import type { MoneyFacts } from "@/lib/domain/metrics-facts";
import { type Cents, parseMoney } from "@/lib/domain/money";
import { Prisma } from "@/prisma/generated/client";

/** One row of sums; what the lists hold depends on `kind`. */
export interface SumRow {
  span: "trailing" | "quarter";
  kind: "spend" | "pipeline" | "influence" | "won";
  source: string;
  /** Days over which the spend runs; 0 for the other kinds. */
  days: number;
  amounts: string[];
  counts: number[];
}

/** Both windows of metrics 2 and 3. */
export interface MoneyWindows {
  readonly trailing: DateRange;
  readonly quarter: DateRange;
}

const cents = (amount: string | undefined): Cents => parseMoney(amount ?? "0") ?? 0n;

function moneyOf(rows: readonly SumRow[]): MoneyFacts {
  const of = (kind: SumRow["kind"]): SumRow[] => rows.filter((row) => row.kind === kind);
  const [won] = of("won");
  return {
    spend: of("spend").map(({ source, days, amounts }) => ({ source, totalDays: days, weighted: amounts[0] ?? "0" })),
    pipeline: new Map(of("pipeline").map(({ source, amounts }) => [source, cents(amounts[0])])),
    influence: of("influence").map(({ source, amounts, counts }) => ({
      source,
      first_touch: cents(amounts[0]),
      opportunity_created: cents(amounts[1]),
      closed_won: cents(amounts[2]),
      deals: counts[0] ?? 0,
      assists: counts[1] ?? 0,
    })),
    won: { deals: won?.counts[0] ?? 0, amount: cents(won?.amounts[0]) },
  };
}

/**
 * Spend, pipeline, credits and wins of the trailing 90 days and of the quarter. Spend comes in exact shares, one per source
 * and length; the rest from the day counters.
 */
export function moneySums({ trailing, quarter }: MoneyWindows): Prisma.Sql {
  return Prisma.sql`
    WITH spans (span, since, until) AS (
      VALUES ('trailing', ${trailing.from}::date, ${trailing.to}::date), ('quarter', ${quarter.from}::date, ${quarter.to}::date))
    SELECT span, 'spend' AS kind, source_code AS source, end_date - start_date + 1 AS days,
      ARRAY[sum(reporting_amount * (least(end_date, until) - greatest(start_date, since) + 1))]::text[] AS amounts, '{}'::int[] AS counts
    FROM spans JOIN spend ON daterange(start_date, end_date, '[]') && daterange(since, until, '[]') GROUP BY span, source, days
    UNION ALL
    SELECT span, 'pipeline', source, 0, ARRAY[sum(amount)]::text[], ARRAY[sum(opportunities)]::int[]
    FROM spans JOIN pipeline_days ON day BETWEEN since AND until GROUP BY span, source
    UNION ALL
    SELECT span, 'influence', source, 0, ARRAY[sum(first_touch), sum(opportunity_created), sum(closed_won)]::text[], ARRAY[sum(deals), sum(assists)]::int[]
    FROM spans JOIN influence_days ON day BETWEEN since AND until GROUP BY span, source
    UNION ALL
    SELECT span, 'won', '', 0, ARRAY[sum(amount)]::text[], ARRAY[sum(deals)]::int[]
    FROM spans JOIN won_days ON day BETWEEN since AND until GROUP BY span`;
}

/** The rows of `moneySums` as facts of the two windows. */
export function moneyFacts(rows: readonly SumRow[]): Record<SumRow["span"], MoneyFacts> {
  const of = (span: SumRow["span"]): MoneyFacts => moneyOf(rows.filter((row) => row.span === span));
  return { trailing: of("trailing"), quarter: of("quarter") };
}
