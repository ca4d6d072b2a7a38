import { withClient } from "@/lib/cli/client";
import { CliError } from "@/lib/cli/progress";
import type { Weights } from "@/lib/domain/credits";
import { creditsOf } from "@/lib/services/facts/credits";
import { type DealPicks, pickDeals } from "@/lib/services/facts/picks";
import { factsRules } from "@/lib/services/facts/refresh";
import { pgTx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import type { Bench } from "./bench";
import { BY_HAND } from "./influence-by-hand";
import { compare, inSeconds, type Line, seconds } from "./measure";

/** One line per source: cents, deals, assists; and how many deals are truncated and implicit. */
function summed(deals: readonly DealPicks[], weights: Weights): string {
  const sources = new Map<string, { cents: bigint; deals: Set<string>; assists: number }>();
  const of = (source: string) => {
    const known = sources.get(source) ?? { cents: 0n, deals: new Set(), assists: 0 };
    sources.set(source, known);
    return known;
  };
  for (const deal of deals) {
    for (const { source, credit } of creditsOf(deal, weights)) {
      const sum = of(source);
      sum.cents += credit;
      sum.deals.add(deal.id);
    }
    for (const [source, count] of Object.entries(deal.assists ?? {})) of(source).assists += count;
  }
  const count = (pick: (deal: DealPicks) => boolean) => deals.filter(pick).length;
  const flags = `truncated ${count((deal) => deal.truncated)}, implicit ${count((deal) => deal.implicit)}`;
  const lines = [...sources].map(([source, sum]) => `${source} ${sum.cents} ${sum.deals.size} ${sum.assists}`);
  return [...lines, flags].sort().join("\n");
}

/** P5: metric 3 of all won deals as the product recomputes it, against one statement written by hand; their answers must agree. */
export async function influence({ database, pairs, large }: Bench): Promise<Line[]> {
  const url = await database("large");
  return withClient(url, async (client) => {
    const tx = pgTx(client);
    const { lookbackDays, weights } = await factsRules(tx);
    let ours = "";
    let byHand = "";
    const product = async () => {
      await client.query("BEGIN");
      ours = summed(await pickDeals(tx, Prisma.sql`SELECT id FROM opportunities`, lookbackDays), weights);
      await client.query("COMMIT");
    };
    const statement = async () => {
      const { rows } = await client.query<{ line: string }>(BY_HAND);
      byHand = rows
        .map(({ line }) => line)
        .sort()
        .join("\n");
    };
    const { measured, against, ratio } = await compare(
      Math.ceil(pairs / 2),
      () => seconds(product),
      () => seconds(statement),
    );
    if (ours !== byHand) throw new CliError(`The two do not agree.\nours:\n${ours}\nby hand:\n${byHand}`);
    return [
      {
        what: `metric 3 on ${large.touches.toLocaleString("en-US")} touches`,
        measured: inSeconds(measured),
        against: `${inSeconds(against)} one statement`,
        ratio,
        mustReach: "≤ 1.2",
        isReached: ratio <= 1.2,
      },
    ];
  });
}
