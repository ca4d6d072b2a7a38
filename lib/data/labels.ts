import "server-only";
import { db } from "@/lib/db";
import type { SegmentSetting, SourceSetting } from "@/lib/domain/metrics-facts";

/** Names of sources and segments, in the order of the settings, unmapped sources last. */
export async function readLabels(): Promise<{ sources: SourceSetting[]; segments: SegmentSetting[] }> {
  const [sources, segments] = await Promise.all([
    db().source.findMany({
      orderBy: [{ isUnmapped: "asc" }, { position: "asc" }, { code: "asc" }],
      select: { code: true, label: true, isUnmapped: true, isActive: true },
    }),
    db().segment.findMany({ orderBy: { position: "asc" }, select: { code: true, label: true } }),
  ]);
  return { sources, segments };
}
