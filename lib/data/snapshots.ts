import "server-only";
import { db } from "@/lib/db";
import { canonicalJson } from "@/lib/domain/canonical";
import type { CureDecision, CureSnapshot } from "@/lib/domain/cures";
import type { IsoDate } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { Prisma } from "@/prisma/generated/client";
import { type FrozenFigures, figuresByHash, type Rows } from "./frozen-figures";
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

/** What a closed review decided about a clock, on the calendar date of its closing. */
export interface ReviewedDecision extends CureDecision {
  /** Of the row in `review_decisions`. */
  readonly id: string;
}

export interface Frozen {
  /** The snapshots before a Monday that judge, oldest first. */
  mondays: FrozenFigures[];
  /** What they said about cells, sources and reasons, oldest first (metrics.md §5). */
  history: CureSnapshot[];
  /** What the reviews of those Mondays decided about clocks. */
  decisions: ReviewedDecision[];
  /** The frozen document of the Monday itself, its hash filled in, without its deals; null when there is none. */
  document: MetricsDocument | null;
  /** When that was frozen; null when there is none. */
  takenAt: Date | null;
  /** What the closed review of the Monday itself decided about a clock. */
  decided: ReviewedDecision | null;
}

/** One snapshot: the payload of the Monday itself, the hash of one before it. */
interface FrozenRow {
  asOf: IsoDate;
  takenAt: Date;
  hash: string;
  judges: boolean;
  payload: string | null;
  decision: ReviewedDecision | null;
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

/**
 * A review is closed inside the week of its Monday, so that its decision counts from the next one on.
 */
function frozenRows(asOf: IsoDate): Prisma.Sql {
  return Prisma.sql`
    SELECT s.as_of::text AS "asOf", taken_at AS "takenAt", encode(hash, 'hex') AS hash, judges, CASE WHEN s.as_of = ${asOf}::date
        THEN ${WITHOUT_DEALS} END AS payload,
      CASE WHEN d.type IN ('kill', 'defund', 'extend') THEN json_strip_nulls(json_build_object('id', d.id::text, 'unit', d.unit,
        'type', d.type, 'on', (r.closed_at AT TIME ZONE o.time_zone)::date, 'until', d.until)) END AS decision
    FROM snapshots s CROSS JOIN organisation o
      LEFT JOIN reviews r ON r.as_of = s.as_of LEFT JOIN review_decisions d ON d.id = r.closed_decision_id
    WHERE s.as_of <= ${asOf}::date ORDER BY s.as_of`;
}

/**
 * The snapshot of a Monday, what those before it said and what was decided after each: one statement, and one more where this
 * process has not read all of them before. One that was frozen after a later one judges nothing and is left out.
 */
export async function fetchHistory(rowsOf: Rows, asOf: IsoDate): Promise<Frozen> {
  const rows = await rowsOf<FrozenRow>(frozenRows(asOf));
  const own = rows.find((row) => row.asOf === asOf);
  const earlier = rows.filter((row) => row !== own);
  const judging = earlier.filter(({ judges }) => judges).map(({ hash }) => hash);
  const figures = await figuresByHash(rowsOf, judging);
  const mondays = judging.flatMap((hash) => figures.get(hash) ?? []);
  const decisions = earlier.flatMap(({ decision }) => decision ?? []);
  const history = mondays.map(({ snapshot }) => snapshot);
  const [document, takenAt] = own ? [documentOf(own), own.takenAt] : [null, null];
  return { mondays, history, decisions, document, takenAt, decided: own?.decision ?? null };
}

/** The same for a page. */
export function fetchFrozen(reader: Reader, asOf: IsoDate): Promise<Frozen> {
  return fetchHistory((sql) => reader.$queryRaw(sql), asOf);
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
