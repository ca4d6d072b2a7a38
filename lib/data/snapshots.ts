import "server-only";
import { db } from "@/lib/db";
import { canonicalJson } from "@/lib/domain/canonical";
import type { CureDecision, CureSnapshot } from "@/lib/domain/cures";
import type { IsoDate } from "@/lib/domain/dates";
import { documentSnapshot } from "@/lib/domain/metrics-cures";
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

/** What a closed review decided about a clock, on the calendar date of its closing. */
export interface ReviewedDecision extends CureDecision {
  /** Of the row in `review_decisions`. */
  readonly id: string;
}

export interface Frozen {
  /** The snapshots before a Monday that judge, oldest first. */
  mondays: JudgedMonday[];
  /** What they said about cells, sources and reasons, oldest first (metrics.md §5). */
  history: CureSnapshot[];
  /** What the reviews of those Mondays decided about clocks. */
  decisions: ReviewedDecision[];
  /** The frozen document of the Monday itself, its hash filled in, without its deals; null when there is none. */
  document: MetricsDocument | null;
  /** What the closed review of the Monday itself decided about a clock. */
  decided: ReviewedDecision | null;
}

/** The parts of a document that clocks are judged on. */
export type JudgedParts = Pick<MetricsDocument, "acceptance" | "rejection" | "cost">;

/** What a snapshot that judges said, and what it makes of every unit. */
export interface JudgedMonday extends JudgedParts {
  readonly snapshot: CureSnapshot;
}

/** One snapshot: the payload of the Monday itself, the judged figures of one before it that is not remembered. */
interface FrozenRow {
  asOf: IsoDate;
  hash: string;
  judges: boolean;
  payload: string | null;
  figures: JudgedParts | null;
  decision: ReviewedDecision | null;
}

/**
 * What frozen Mondays said, by the hash of their payload: it never changes, so that any process may remember it. Years of
 * Mondays are read once, not on every page.
 */
const remembered = new Map<string, JudgedMonday>();
const REMEMBER = 2_000;

function documentOf({ payload, hash }: FrozenRow): MetricsDocument | null {
  return payload === null ? null : { ...(JSON.parse(payload) as MetricsDocument), hash };
}

/**
 * The deals are nearly all of a payload, and no page needs them: the canonical text is cut at its keys, which cannot stand
 * inside a text of it. A review is closed inside the week of its Monday, so that its decision counts from the next one on.
 */
function frozenRows(asOf: IsoDate, known: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT s.as_of::text AS "asOf", encode(hash, 'hex') AS hash, judges, CASE WHEN s.as_of = ${asOf}::date
        THEN left(payload, strpos(payload, '"deals":[') + 8) || ']}' || substr(payload, strpos(payload, ',"cures":')) END AS payload,
      CASE WHEN s.as_of < ${asOf}::date AND judges AND encode(hash, 'hex') <> ALL (${known}::text[])
        THEN (left(payload, strpos(payload, ',"influence":') - 1) || '}')::json END AS figures,
      CASE WHEN d.type IN ('kill', 'defund', 'extend') THEN json_strip_nulls(json_build_object('id', d.id::text, 'unit', d.unit,
        'type', d.type, 'on', (r.closed_at AT TIME ZONE o.time_zone)::date, 'until', d.until)) END AS decision
    FROM snapshots s CROSS JOIN organisation o
      LEFT JOIN reviews r ON r.as_of = s.as_of LEFT JOIN review_decisions d ON d.id = r.closed_decision_id
    WHERE s.as_of <= ${asOf}::date ORDER BY s.as_of`;
}

/** Answers a statement: a reader, or a transaction of a service. */
type Rows = <T>(sql: Prisma.Sql) => Promise<T[]>;

/**
 * The snapshot of a Monday, what those before it said and what was decided after each, in one statement. One that was frozen
 * after a later one judges nothing and is left out.
 */
export async function fetchHistory(rowsOf: Rows, asOf: IsoDate): Promise<Frozen> {
  if (remembered.size > REMEMBER) remembered.clear();
  const known = new Map(remembered);
  const rows = await rowsOf<FrozenRow>(frozenRows(asOf, [...known.keys()]));
  const own = rows.find((row) => row.asOf === asOf);
  const earlier = rows.filter((row) => row !== own);
  const mondays = earlier.flatMap(({ asOf: monday, hash, judges, figures }): JudgedMonday[] => {
    if (!judges) return [];
    const judged = known.get(hash) ?? (figures && { ...figures, snapshot: documentSnapshot(monday, figures) });
    if (judged) remembered.set(hash, judged);
    return judged ? [judged] : [];
  });
  const decisions = earlier.flatMap(({ decision }) => decision ?? []);
  const history = mondays.map(({ snapshot }) => snapshot);
  return { mondays, history, decisions, document: own ? documentOf(own) : null, decided: own?.decision ?? null };
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
