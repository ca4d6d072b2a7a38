import "server-only";
import { db } from "@/lib/db";
import { canonicalJson } from "@/lib/domain/canonical";
import type { CureSnapshot } from "@/lib/domain/cures";
import type { IsoDate } from "@/lib/domain/dates";
import { cureSnapshot } from "@/lib/domain/metrics-cures";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { Prisma } from "@/prisma/generated/client";
import type { Reader } from "./reader";

/** One frozen Monday without its figures. */
export interface SnapshotEntry {
  asOf: IsoDate;
  takenAt: Date;
  agreementVersion: number;
  /** Hexadecimal SHA-256 of the stored payload. */
  hash: string;
}

export interface SnapshotList {
  /** Latest first. */
  items: SnapshotEntry[];
  total: number;
}

export interface Frozen {
  /** What the snapshots before a Monday said about cells, sources and reasons, oldest first (metrics.md §5). */
  history: CureSnapshot[];
  /** The frozen document of the Monday itself, its hash filled in, without its deals; null when there is none. */
  document: MetricsDocument | null;
}

/** One snapshot: the payload of the Monday itself, the judged figures of one before it that is not remembered. */
interface FrozenRow {
  asOf: IsoDate;
  hash: string;
  payload: string | null;
  figures: Pick<MetricsDocument, "acceptance" | "rejection" | "cost"> | null;
}

/**
 * What frozen Mondays said, by the hash of their payload: it never changes, so that any process may remember it. Years of
 * Mondays are read once, not on every page.
 */
const remembered = new Map<string, CureSnapshot>();
const REMEMBER = 2_000;

function judgedOf({ asOf, figures }: FrozenRow): CureSnapshot {
  return cureSnapshot(asOf, {
    cells: figures?.acceptance.cells ?? [],
    costs: figures?.cost.rows ?? [],
    isCapBreached: figures?.rejection.verdict === "breach",
    reasons: figures?.rejection.reasons ?? [],
  });
}

function documentOf({ payload, hash }: FrozenRow): MetricsDocument | null {
  return payload === null ? null : { ...(JSON.parse(payload) as MetricsDocument), hash };
}

/**
 * The payload of a row of `snapshots` with its deals left out, as text: they are nearly all of it, and no page needs them. The
 * canonical text is cut at its keys, which cannot stand inside a text of it.
 */
export const WITHOUT_DEALS = Prisma.sql`
  left(payload, strpos(payload, '"deals":[') + 8) || ']}' || substr(payload, strpos(payload, ',"cures":'))`;

/** The snapshot of a Monday, without its deals, and what those before it said, in one statement. */
export async function fetchFrozen(reader: Reader, asOf: IsoDate): Promise<Frozen> {
  if (remembered.size > REMEMBER) remembered.clear();
  const known = new Map(remembered);
  const rows = await reader.$queryRaw<FrozenRow[]>`
    SELECT as_of::text AS "asOf", encode(hash, 'hex') AS hash, CASE WHEN as_of = ${asOf}::date
        THEN ${WITHOUT_DEALS} END AS payload,
      CASE WHEN as_of < ${asOf}::date AND encode(hash, 'hex') <> ALL (${[...known.keys()]}::text[])
        THEN (left(payload, strpos(payload, ',"influence":') - 1) || '}')::json END AS figures
    FROM snapshots WHERE as_of <= ${asOf}::date ORDER BY as_of`;
  const own = rows.find((row) => row.asOf === asOf);
  const history = rows
    .filter((row) => row !== own)
    .map((row) => {
      const judged = known.get(row.hash) ?? judgedOf(row);
      remembered.set(row.hash, judged);
      return judged;
    });
  return { history, document: own ? documentOf(own) : null };
}

/** The frozen document as the API serves it; null when there is no snapshot. */
export async function snapshotJson(asOf: IsoDate, reader: Reader = db()): Promise<string | null> {
  const [row] = await reader.$queryRaw<{ payload: string; hash: string }[]>`
    SELECT payload, encode(hash, 'hex') AS hash FROM snapshots WHERE as_of = ${asOf}::date`;
  return row ? canonicalJson({ ...(JSON.parse(row.payload) as MetricsDocument), hash: row.hash }) : null;
}

/** The frozen Mondays, a page of them. */
export async function listSnapshots({ limit, offset }: { limit: number; offset: number }): Promise<SnapshotList> {
  const items = await db().$queryRaw<SnapshotEntry[]>`
    SELECT as_of::text AS "asOf", taken_at AS "takenAt", agreement_version AS "agreementVersion", encode(hash, 'hex') AS hash
    FROM snapshots ORDER BY as_of DESC LIMIT ${limit} OFFSET ${offset}`;
  return { items, total: await db().snapshot.count() };
}
