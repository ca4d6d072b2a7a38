import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { Segment } from "@/lib/domain/segments";
import { lastSeen } from "./changes";

export const SEGMENTS_OBJECT = "segments";

export interface SegmentRow {
  code: Segment;
  label: string;
  minEmployees: number | null;
  maxEmployees: number | null;
}

export interface SegmentsPage {
  segments: SegmentRow[];
  seen: bigint;
}

/** All four, `Unknown` without bounds last. Throws AppError FORBIDDEN. */
export async function readSegments(actor: Actor): Promise<SegmentsPage> {
  await authorize(actor, "settings.edit", SEGMENTS_OBJECT);
  const segments = await db().segment.findMany({
    orderBy: { position: "asc" },
    select: { code: true, label: true, minEmployees: true, maxEmployees: true },
  });
  return { segments, seen: await lastSeen(SEGMENTS_OBJECT) };
}
