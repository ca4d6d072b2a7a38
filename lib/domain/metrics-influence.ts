import { POSITIONS } from "./credits";
import type { InfluenceFigures, InfluenceTable } from "./influence";
import type { InfluenceSums, MoneyFacts } from "./metrics-facts";
import { ratio } from "./rates";
import { orderSources } from "./source-rows";

const NOTHING: Omit<InfluenceSums, "source"> = {
  first_touch: 0n,
  opportunity_created: 0n,
  closed_won: 0n,
  deals: 0,
  assists: 0,
};

function figuresOf(sums: Omit<InfluenceSums, "source">): InfluenceFigures {
  const { first_touch, opportunity_created, closed_won, deals, assists } = sums;
  const credit = first_touch + opportunity_created + closed_won;
  return { first_touch, opportunity_created, closed_won, credit, deals, assists };
}

/**
 * The influence table from sums per source, as `influenceTable` makes it from the deals themselves: the database has
 * added up what `splitCredit` gave each deal. The total counts every deal once and every cent that was won.
 */
export function influenceFromSums(
  { influence, won }: Pick<MoneyFacts, "influence" | "won">,
  order: readonly string[],
): InfluenceTable {
  const bySource = new Map(influence.map((sums) => [sums.source, figuresOf(sums)]));
  const rows = orderSources(bySource.keys(), order).map((source) => {
    const figures = bySource.get(source) ?? figuresOf(NOTHING);
    return { source, ...figures, share: ratio(figures.credit, won.amount) };
  });
  const total = { ...NOTHING, credit: won.amount, deals: won.deals };
  for (const row of rows) {
    for (const position of POSITIONS) total[position] += row[position];
    total.assists += row.assists;
  }
  return { rows, total };
}
