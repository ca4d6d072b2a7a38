import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { lastSeen } from "./changes";

export const SOURCES_OBJECT = "sources";

/** A configured source. */
export interface SourceRow {
  code: string;
  label: string;
  isActive: boolean;
  /** Outside values that are mapped to it, by name. */
  values: string[];
  /** Cycles handed over from it, ever. */
  cycles: number;
}

/** An outside value that stands as a source of its own until it is mapped. */
export interface UnmappedSource {
  /** `Unmapped: <value>` */
  code: string;
  leads: number;
  cycles: number;
  touches: number;
  /** Spend entries. */
  spend: number;
}

export interface SourcesPage {
  sources: SourceRow[];
  seen: bigint;
}

/** The configured sources in their order. Throws AppError FORBIDDEN. */
export async function readSources(actor: Actor): Promise<SourcesPage> {
  await authorize(actor, "settings.edit", SOURCES_OBJECT);
  const sources = await db().$queryRaw<SourceRow[]>`
    SELECT s.code, s.label, s.is_active AS "isActive",
      ARRAY(SELECT value FROM source_mappings m WHERE m.source_code = s.code ORDER BY value) AS values,
      (SELECT coalesce(sum(handed_over), 0)::int FROM acceptance_days d WHERE d.source = s.code) AS cycles
    FROM sources s WHERE NOT s.is_unmapped ORDER BY s.position, s.code COLLATE "C"`;
  return { sources, seen: await lastSeen(SOURCES_OBJECT) };
}

/**
 * The values that no source is mapped to, with what came in under them, most cycles first. It counts rows of large tables:
 * show it behind the rest of the page. Throws AppError FORBIDDEN.
 */
export async function readUnmappedSources(actor: Actor): Promise<UnmappedSource[]> {
  await authorize(actor, "settings.edit", SOURCES_OBJECT);
  return db().$queryRaw<UnmappedSource[]>`
    WITH unmapped AS (SELECT code FROM sources WHERE is_unmapped),
    counted AS (
      SELECT source_code, count(*)::int AS leads, 0 AS cycles, 0 AS touches, 0 AS spend FROM leads WHERE source_code IN (SELECT code FROM unmapped) GROUP BY 1
      UNION ALL SELECT source, 0, sum(handed_over)::int, 0, 0 FROM acceptance_days WHERE source IN (SELECT code FROM unmapped) GROUP BY 1
      UNION ALL SELECT source_code, 0, 0, count(*)::int, 0 FROM touches WHERE source_code IN (SELECT code FROM unmapped) GROUP BY 1
      UNION ALL SELECT source_code, 0, 0, 0, count(*)::int FROM spend WHERE source_code IN (SELECT code FROM unmapped) GROUP BY 1
    )
    SELECT u.code, coalesce(sum(leads), 0)::int AS leads, coalesce(sum(cycles), 0)::int AS cycles,
      coalesce(sum(touches), 0)::int AS touches, coalesce(sum(spend), 0)::int AS spend
    FROM unmapped u LEFT JOIN counted c ON c.source_code = u.code
    GROUP BY u.code ORDER BY 3 DESC, 2 DESC, u.code COLLATE "C"`;
}
