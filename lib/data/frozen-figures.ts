import "server-only";
import type { CureSnapshot } from "@/lib/domain/cures";
import type { IsoDate } from "@/lib/domain/dates";
import { documentSnapshot } from "@/lib/domain/metrics-cures";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { Prisma } from "@/prisma/generated/client";

/** The tables of a frozen Monday that stand before its influence and its deals: all that is judged. */
export interface FrozenFigures extends Pick<MetricsDocument, "acceptance" | "rejection" | "pipeline_rate" | "cost"> {
  /** What they make of every unit (metrics.md §5). */
  readonly snapshot: CureSnapshot;
}

/** Answers a statement: a reader, or a transaction of a service. */
export type Rows = <T>(sql: Prisma.Sql) => Promise<T[]>;

/**
 * What frozen Mondays said, by the hash of their payload: it never changes, so that any process may remember it. Years of
 * Mondays are read once, not on every page.
 */
const remembered = new Map<string, FrozenFigures>();
const REMEMBER = 2_000;

interface FigureRow {
  asOf: IsoDate;
  hash: string;
  figures: Omit<FrozenFigures, "snapshot">;
}

/** The canonical text is cut at its keys, which cannot stand inside a text of it: what follows is nearly all of it. */
const unread = (hashes: readonly string[]): Prisma.Sql => Prisma.sql`
  SELECT as_of::text AS "asOf", encode(hash, 'hex') AS hash,
    (left(payload, strpos(payload, ',"influence":') - 1) || '}')::json AS figures
  FROM snapshots WHERE encode(hash, 'hex') = ANY (${[...hashes]}::text[])`;

/** The figures of these snapshots by their hashes: one statement for those that this process has not read yet, else none. */
export async function figuresByHash(
  rowsOf: Rows,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, FrozenFigures>> {
  if (remembered.size > REMEMBER) remembered.clear();
  const found = new Map<string, FrozenFigures>();
  for (const hash of hashes) {
    const known = remembered.get(hash);
    if (known) found.set(hash, known);
  }
  const missing = hashes.filter((hash) => !found.has(hash));
  const rows = missing.length > 0 ? await rowsOf<FigureRow>(unread(missing)) : [];
  for (const { asOf, hash, figures } of rows) {
    const read = { ...figures, snapshot: documentSnapshot(asOf, figures) };
    remembered.set(hash, read);
    found.set(hash, read);
  }
  return found;
}
