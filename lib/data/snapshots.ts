import "server-only";
import { db } from "@/lib/db";
import { canonicalJson } from "@/lib/domain/canonical";
import type { CureSnapshot } from "@/lib/domain/cures";
import type { IsoDate } from "@/lib/domain/dates";
import { cureSnapshot, type JudgedFigures } from "@/lib/domain/metrics-cures";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
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
  /** The frozen document of the Monday itself with its hash filled in; null when there is none. */
  document: MetricsDocument | null;
}

/** One snapshot: the payload of the Monday itself, the judged figures of one before it that is not remembered. */
interface FrozenRow {
  asOf: IsoDate;
  hash: string;
  payload: string | null;
  cells: JudgedFigures["cells"] | null;
  costs: JudgedFigures["costs"];
  rejection: { verdict: string; reasons: JudgedFigures["reasons"] };
}

/**
 * What frozen Mondays said, by the hash of their payload: it never changes, so that any process may remember it. Years of
 * Mondays are read once, not on every page.
 */
const remembered = new Map<string, CureSnapshot>();
const REMEMBER = 2_000;

function judgedOf({ asOf, cells, costs, rejection }: FrozenRow): CureSnapshot {
  const isCapBreached = rejection.verdict === "breach";
  return cureSnapshot(asOf, { cells: cells ?? [], costs, isCapBreached, reasons: rejection.reasons });
}

function documentOf({ payload, hash }: FrozenRow): MetricsDocument | null {
  return payload === null ? null : { ...(JSON.parse(payload) as MetricsDocument), hash };
}

/** The snapshot of a Monday and what those before it said, in one statement. */
export async function fetchFrozen(reader: Reader, asOf: IsoDate): Promise<Frozen> {
  if (remembered.size > REMEMBER) remembered.clear();
  const known = new Map(remembered);
  const rows = await reader.$queryRaw<FrozenRow[]>`
    SELECT s.as_of::text AS "asOf", encode(s.hash, 'hex') AS hash, CASE WHEN s.as_of = ${asOf}::date THEN s.payload END AS payload,
      fresh.payload #> '{acceptance,cells}' AS cells, fresh.payload #> '{cost,rows}' AS costs, fresh.payload -> 'rejection' AS rejection
    FROM snapshots s
    LEFT JOIN LATERAL (
      SELECT s.payload::jsonb AS payload WHERE s.as_of < ${asOf}::date AND encode(s.hash, 'hex') <> ALL (${[...known.keys()]}::text[])
    ) AS fresh ON true
    WHERE s.as_of <= ${asOf}::date ORDER BY s.as_of`;
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
