import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { ARGUMENT_DAYS, ARGUMENT_KINDS, type ArgumentKind } from "@/lib/domain/arguments";
import { addDays, dateIn, startOfDay } from "@/lib/domain/dates";
import type { Segment } from "@/lib/domain/segments";
import { Prisma } from "@/prisma/generated/client";

export const ARGUMENTS_OBJECT = "arguments";

/** Arguments of one page. */
export const ARGUMENTS_SIZE = 50;

/** One argument, by what it was really about (product.md C11). */
export interface LoggedArgument {
  id: bigint;
  kind: ArgumentKind;
  text: string;
  source: string | null;
  /** False where that source has been mapped to another one since. */
  isListed: boolean;
  segment: Segment | null;
  by: string;
  at: Date;
}

export interface ArgumentsPage {
  /** Latest first, `ARGUMENTS_SIZE` at most. */
  rows: LoggedArgument[];
  /** Under the filter, of all time. */
  total: number;
  /** Of the last 90 days, today among them, whatever the filter. */
  counts: Record<ArgumentKind, number>;
}

/** The counts of the last 90 days and one page of the list. Throws AppError FORBIDDEN. */
export async function readArguments(
  actor: Actor,
  { kind, page }: { kind: ArgumentKind | null; page: number },
  { zone, now }: { zone: string; now: Date },
): Promise<ArgumentsPage> {
  await authorize(actor, "agreement.read", ARGUMENTS_OBJECT);
  const since = startOfDay(addDays(dateIn(now, zone), 1 - ARGUMENT_DAYS), zone);
  const only = kind === null ? Prisma.sql`TRUE` : Prisma.sql`a.kind = ${kind}::argument_kind`;
  const [rows, counted, [sum]] = await Promise.all([
    db().$queryRaw<LoggedArgument[]>`
      SELECT a.id, a.kind::text, a.text, a.source_code AS source, a.segment_code::text AS segment, u.name AS by, a.logged_at AS at,
        s.code IS NOT NULL AS "isListed"
      FROM arguments a JOIN users u ON u.id = a.logged_by_id LEFT JOIN sources s ON s.code = a.source_code
      WHERE ${only} ORDER BY a.logged_at DESC, a.id DESC LIMIT ${ARGUMENTS_SIZE} OFFSET ${(page - 1) * ARGUMENTS_SIZE}`,
    db().$queryRaw<{ kind: ArgumentKind; n: number }[]>`
      SELECT kind::text, count(*)::int AS n FROM arguments WHERE logged_at >= ${since} GROUP BY kind`,
    db().$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM arguments a WHERE ${only}`,
  ]);
  const of = (wanted: ArgumentKind) => counted.find((row) => row.kind === wanted)?.n ?? 0;
  const counts = Object.fromEntries(ARGUMENT_KINDS.map((each) => [each, of(each)])) as Record<ArgumentKind, number>;
  return { rows, total: sum?.n ?? 0, counts };
}
