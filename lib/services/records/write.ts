import { Prisma } from "@/prisma/generated/client";
import { type RecordKind, type RowError, STAGING, type StagedRow } from "./staging";

/** What every set-based write needs to know of the run it belongs to. */
export interface Run {
  /** Audit entry that the events of this run point to. */
  auditSeq: bigint;
  importId: string | null;
  agreementVersion: number;
  zone: string;
  currency: string;
  /** Canonical fields that the records supply; the others stay as they are on update. */
  fields: ReadonlySet<string>;
}

/** Change of the counters of one hand-over day, source, segment and lane. */
export interface CountDelta {
  day: string;
  source: string;
  segment: string;
  lane: string;
  handed_over: number;
  accepted: number;
  out_of_icp: number;
  wrong_persona: number;
  no_intent: number;
  bad_data: number;
  already_in_pipeline: number;
  expired: number;
  touched_in_time: number;
  decided_in_time: number;
}

/** Result of one set-based write. Lines that are in no error were inserted, updated or unchanged. */
export interface Applied {
  inserted: number;
  updated: number;
  unchanged: number;
  errors: RowError[];
  deltas: CountDelta[];
  /** Opportunities whose derived facts must be refreshed before the transaction ends. */
  opportunities: string[];
}

/** One statement's answer in the shape the kinds share. */
export interface Counted {
  inserted: number;
  updated: number;
}

const columnsOf = (kind: RecordKind) => STAGING[kind];

/** Definition list of the temporary table that a kind is copied into. */
export function stagingColumns(kind: RecordKind): string {
  return columnsOf(kind)
    .map(([name, type]) => `${name} ${type}`)
    .join(", ");
}

/** The relation over the temporary table `staged` that the import copies into. */
export const STAGED = Prisma.sql`SELECT * FROM staged`;

/** The same relation over rows passed as one JSON parameter, for forms and API. */
export function jsonRelation(kind: RecordKind, rows: readonly StagedRow[]): Prisma.Sql {
  const list = columnsOf(kind)
    .map(([name, type], index) => `(e->>${index})::${type} AS ${name}`)
    .join(", ");
  return Prisma.sql`SELECT ${Prisma.raw(list)} FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) AS e`;
}

/** `a = EXCLUDED.a, …` and the row comparison that keeps an unchanged row untouched. */
export function upsertColumns(table: string, columns: readonly string[]): { set: Prisma.Sql; changed: Prisma.Sql } {
  return {
    set: Prisma.raw(columns.map((name) => `${name} = EXCLUDED.${name}`).join(", ")),
    changed: Prisma.raw(
      `(${columns.map((name) => `${table}.${name}`).join(", ")}) IS DISTINCT FROM (${columns.map((name) => `EXCLUDED.${name}`).join(", ")})`,
    ),
  };
}
