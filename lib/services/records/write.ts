import type { Era } from "@/lib/services/agreement/version-at";
import { Prisma } from "@/prisma/generated/client";
import type { LeadRules } from "./lead-rules";
import { type RecordKind, type RowError, STAGING, type StagedRow } from "./staging";

/** What every set-based write needs to know of the run it belongs to. */
export interface Run {
  /** Audit entry that the events of this run point to. */
  auditSeq: bigint;
  importId: string | null;
  /** All versions that ever judged (services/agreement/version-at.ts). */
  eras: readonly Era[];
  zone: string;
  currency: string;
  /** Canonical fields that the records supply; the others stay as they are on update. */
  fields: ReadonlySet<string>;
  /** For runs of leads. */
  leadRules?: LeadRules;
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
  recycled: number;
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

/**
 * The same relation over one row, for a form. Its cells are parameters of their own: the planner then knows that it is one
 * row, and looks everything up by key; of a list in one parameter it expects a hundred, and reads whole tables for them.
 */
export function rowRelation(kind: RecordKind, row: StagedRow): Prisma.Sql {
  const cells = columnsOf(kind).map(
    ([name, type], index) => Prisma.sql`${row[index] ?? null}::text::${Prisma.raw(type)} AS ${Prisma.raw(name)}`,
  );
  return Prisma.sql`SELECT ${Prisma.join(cells)}`;
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
