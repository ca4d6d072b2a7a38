import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { Segment } from "@/lib/domain/segments";
import { feedOfTable, fetchTables, seenOfTable } from "./agreed-tables";
import { rowsOf } from "./agreement-versions";

export const SEGMENTS_OBJECT = "segments";

export interface SegmentRow {
  code: Segment;
  label: string;
  minEmployees: number | null;
  maxEmployees: number | null;
}

/** Bounds that new hand-overs take today. */
export type LiveBounds = Pick<SegmentRow, "minEmployees" | "maxEmployees">;

export interface SegmentsPage {
  /** With the bounds as they are edited. */
  segments: SegmentRow[];
  /** By code, those that are others today. */
  live: Partial<Record<Segment, LiveBounds>>;
  seen: bigint;
  /** Objects of the audit log for the feed. */
  feed: string[];
}

/** All four, `Unknown` without bounds last. Throws AppError FORBIDDEN. */
export async function readSegments(actor: Actor): Promise<SegmentsPage> {
  await authorize(actor, "settings.edit", SEGMENTS_OBJECT);
  const [tables, rows] = await Promise.all([
    fetchTables(rowsOf(db())),
    db().segment.findMany({
      orderBy: { position: "asc" },
      select: { code: true, label: true, minEmployees: true, maxEmployees: true },
    }),
  ]);
  const edited = new Map(tables.segments.edited.map(({ code, ...bounds }) => [code, bounds]));
  const segments = rows.map((row) => ({ ...row, ...edited.get(row.code) }));
  const live = rows.flatMap(({ code, minEmployees, maxEmployees }) => {
    const now = edited.get(code);
    const same = now?.minEmployees === minEmployees && now.maxEmployees === maxEmployees;
    return same ? [] : [[code, { minEmployees, maxEmployees }] as const];
  });
  return {
    segments,
    live: Object.fromEntries(live),
    seen: await seenOfTable(SEGMENTS_OBJECT, tables),
    feed: feedOfTable(SEGMENTS_OBJECT, tables),
  };
}
