import { withClient } from "@/lib/cli/client";
import { CliError } from "@/lib/cli/progress";
import { creditsOf } from "@/lib/services/facts/credits";
import { pickDeals } from "@/lib/services/facts/picks";
import { factsRules } from "@/lib/services/facts/refresh";
import { pgTx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import type { Bench } from "./bench";
import { BY_HAND } from "./influence-by-hand";
import { compare, inSeconds, type Line, seconds } from "./measure";

/** P5: metric 3 of all won deals as the product recomputes it, against one statement written by hand; their sums must agree. */
export async function influence({ database, pairs, large }: Bench): Promise<Line[]> {
  const url = await database("large");
  return withClient(url, async (client) => {
    const tx = pgTx(client);
    const { lookbackDays, weights } = await factsRules(tx);
    let ours = "";
    let byHand = "";
    const { measured, against, ratio } = await compare(
      Math.ceil(pairs / 2),
      () =>
        seconds(async () => {
          const sums = new Map<string, bigint>();
          for (const deal of await pickDeals(tx, Prisma.sql`SELECT id FROM opportunities`, lookbackDays)) {
            for (const { source, credit } of creditsOf(deal, weights))
              sums.set(source, (sums.get(source) ?? 0n) + credit);
          }
          ours = [...sums]
            .map(([source, cents]) => `${source} ${cents}`)
            .sort()
            .join("\n");
        }),
      () =>
        seconds(async () => {
          const { rows } = await client.query<{ source: string; cents: string }>(BY_HAND);
          byHand = rows
            .map(({ source, cents }) => `${source} ${cents}`)
            .sort()
            .join("\n");
        }),
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
