import "server-only";
import type { DateRange, IsoDate } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { Reason } from "@/lib/domain/reasons";
import type { FrozenRejection } from "@/lib/domain/watch";
import { Prisma } from "@/prisma/generated/client";

export interface RejectionRow {
  asOf: IsoDate;
  rejection: MetricsDocument["rejection"];
}

/** The canonical text is cut at its keys, which cannot stand inside a text of it. */
const REJECTION = Prisma.sql`
  SELECT as_of::text AS "asOf", ((left(payload, strpos(payload, ',"influence":') - 1) || '}')::json -> 'rejection') AS rejection
  FROM snapshots`;

/** Rows for `frozenRejections`: all Mondays of a range, oldest first. */
export const rejectionRows = ({ from, to }: DateRange): Prisma.Sql =>
  Prisma.sql`${REJECTION} WHERE as_of BETWEEN ${from}::date AND ${to}::date ORDER BY as_of`;

/** The same: the latest frozen Monday on or before a day, if there is one. */
export const latestRejectionRow = (today: IsoDate): Prisma.Sql =>
  Prisma.sql`${REJECTION} WHERE as_of <= ${today}::date ORDER BY as_of DESC LIMIT 1`;

/** The rejection tables that frozen Mondays hold: what the watched number is read from, never live figures. */
export function frozenRejections(rows: readonly RejectionRow[]): FrozenRejection[] {
  return rows.map(({ asOf, rejection: { n, reasons } }) => ({
    asOf,
    n,
    counts: Object.fromEntries(reasons.map(({ code, count }) => [code, count])) as Record<Reason, number>,
  }));
}
