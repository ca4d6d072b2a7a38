import "server-only";
import type { DateRange, IsoDate } from "@/lib/domain/dates";
import type { Reason } from "@/lib/domain/reasons";
import type { FrozenRejection } from "@/lib/domain/watch";
import { Prisma } from "@/prisma/generated/client";
import { figuresByHash, type Rows } from "./frozen-figures";

/** The rejection tables that frozen Mondays hold: what the watched number is read from, never live figures. */
async function rejectionsOf(rowsOf: Rows, mondays: Prisma.Sql): Promise<FrozenRejection[]> {
  const rows = await rowsOf<{ asOf: IsoDate; takenOn: IsoDate; hash: string }>(Prisma.sql`
    SELECT as_of::text AS "asOf", (taken_at AT TIME ZONE o.time_zone)::date::text AS "takenOn", encode(hash, 'hex') AS hash
    FROM snapshots JOIN organisation o ON o.id = 1 WHERE judges AND ${mondays}`);
  const figures = await figuresByHash(
    rowsOf,
    rows.map(({ hash }) => hash),
  );
  return rows.flatMap(({ asOf, takenOn, hash }) => {
    const rejection = figures.get(hash)?.rejection;
    if (!rejection) return [];
    const counts = Object.fromEntries(rejection.reasons.map(({ code, count }) => [code, count]));
    return [{ asOf, takenOn, n: rejection.n, counts: counts as Record<Reason, number> }];
  });
}

/** All Mondays of a range that judge, oldest first: one that was frozen after a later one is no point of a trend. */
export const frozenRejections = (rowsOf: Rows, { from, to }: DateRange): Promise<FrozenRejection[]> =>
  rejectionsOf(rowsOf, Prisma.sql`as_of BETWEEN ${from}::date AND ${to}::date ORDER BY as_of`);

/** The latest one on or before a day; null before the first. */
export async function latestRejection(rowsOf: Rows, today: IsoDate): Promise<FrozenRejection | null> {
  const [latest] = await rejectionsOf(rowsOf, Prisma.sql`as_of <= ${today}::date ORDER BY as_of DESC LIMIT 1`);
  return latest ?? null;
}
