import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { IsoDate } from "@/lib/domain/dates";
import { breachCount } from "@/lib/domain/document-breaches";
import type { RestatedFigure, Restatement } from "@/lib/domain/restatement";
import { figuresByHash } from "./frozen-figures";
import { atOneMoment } from "./metrics-document";
import type { Reader } from "./reader";
import { fetchRestated } from "./restatements";
import type { SnapshotEntry } from "./snapshots";

/** A frozen Monday in the list of all. */
export interface FrozenMonday extends SnapshotEntry {
  /** False: it was frozen after a later one and moves no clock. */
  judges: boolean;
  breaches: number;
  /** What the snapshot after it recorded of it; null while there is none. */
  restated: { asOf: IsoDate; figures: number } | null;
}

export interface FrozenMondays {
  /** Latest first. */
  items: FrozenMonday[];
  total: number;
}

interface Row extends SnapshotEntry {
  judges: boolean;
  restatedIn: IsoDate | null;
  restatedFigures: number | null;
}

/** The frozen Mondays, a page of them. */
export async function readMondays(actor: Actor, page: { limit: number; offset: number }): Promise<FrozenMondays> {
  await authorize(actor, "metrics.read");
  const rows = await db().$queryRaw<Row[]>`
    SELECT s.as_of::text AS "asOf", s.taken_at AS "takenAt", s.agreement_version AS "agreementVersion", encode(s.hash, 'hex') AS hash, s.judges,
      r.as_of::text AS "restatedIn", json_array_length(r.payload::json -> 'figures')::int AS "restatedFigures"
    FROM (SELECT * FROM snapshots ORDER BY as_of DESC LIMIT ${page.limit} OFFSET ${page.offset}) AS s
    LEFT JOIN restatements r ON r.earlier = s.as_of ORDER BY s.as_of DESC`;
  const tables = await figuresByHash(
    (sql) => db().$queryRaw(sql),
    rows.map(({ hash }) => hash),
  );
  const items = rows.map(({ restatedIn, restatedFigures, ...row }) => {
    const figures = tables.get(row.hash);
    const restated = restatedIn === null ? null : { asOf: restatedIn, figures: restatedFigures ?? 0 };
    return { ...row, breaches: figures ? breachCount(figures) : 0, restated };
  });
  return { items, total: await db().snapshot.count() };
}

/** A frozen Monday held against what is known of it now. */
export interface RestatedMonday extends SnapshotEntry {
  judges: boolean;
  zone: string;
  /** Figure by figure, where today's knowledge is another one. */
  today: RestatedFigure[];
  /** What the snapshot after it recorded when it was taken; null while there is none. */
  recorded: Restatement | null;
}

type MondayRow = SnapshotEntry & { judges: boolean; zone: string; recorded: Restatement | null };

/** One frozen Monday and what changed in it since; null when it was never frozen. */
export async function readRestatement(actor: Actor, asOf: IsoDate): Promise<RestatedMonday | null> {
  await authorize(actor, "metrics.read");
  return atOneMoment(db(), async (reader) => {
    const [row] = await reader.$queryRaw<MondayRow[]>`
      SELECT s.as_of::text AS "asOf", s.taken_at AS "takenAt", s.agreement_version AS "agreementVersion", encode(s.hash, 'hex') AS hash, s.judges,
        o.time_zone AS zone, r.payload::json AS recorded
      FROM snapshots s CROSS JOIN organisation o LEFT JOIN restatements r ON r.earlier = s.as_of WHERE s.as_of = ${asOf}::date`;
    return row ? { ...row, today: await fetchRestated(reader, asOf) } : null;
  });
}

/** What a snapshot recorded of the one before it, in a number. */
export interface RecordedCount {
  earlier: IsoDate;
  figures: number;
}

/** That of one Monday; null while it is live, and for the first. */
export async function recordedCount(reader: Reader, asOf: IsoDate): Promise<RecordedCount | null> {
  const [row] = await reader.$queryRaw<RecordedCount[]>`
    SELECT earlier::text AS earlier, json_array_length(payload::json -> 'figures')::int AS figures
    FROM restatements WHERE as_of = ${asOf}::date`;
  return row ?? null;
}
