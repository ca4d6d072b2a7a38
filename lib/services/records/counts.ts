import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import type { CountDelta } from "./write";

const NUMBERS = [
  "handed_over",
  "accepted",
  "out_of_icp",
  "wrong_persona",
  "no_intent",
  "bad_data",
  "already_in_pipeline",
  "expired",
  "touched_in_time",
  "decided_in_time",
  "recycled",
] as const satisfies readonly (keyof CountDelta)[];

const list = (render: (name: string) => string) => Prisma.raw(NUMBERS.map(render).join(", "));
const COLUMNS = list((name) => name);
const TYPED = list((name) => `${name} int`);
const SUMS = list((name) => `coalesce(sum(${name}), 0) AS ${name}`);
const ADD = list((name) => `${name} = c.${name} + d.${name}`);
const ADD_EXCLUDED = list((name) => `${name} = c.${name} + EXCLUDED.${name}`);
const OF_DELTA = list((name) => `d.${name}`);

/** Deltas passed as JSON; what one leaves out is no change. */
function typed(deltas: readonly Partial<CountDelta>[]): Prisma.Sql {
  return Prisma.sql`
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(deltas)}::jsonb) AS r(day date, source text, segment segment_code, lane lane, ${TYPED})`;
}

/** Deltas of many batches, one for each counter row: as many as there are days, sources, segments and lanes, not batches. */
export class DeltaSums {
  private readonly sums = new Map<string, Partial<CountDelta>>();

  add(deltas: readonly Partial<CountDelta>[]): void {
    for (const delta of deltas) {
      const key = `${delta.day}\0${delta.source}\0${delta.segment}\0${delta.lane}`;
      const sum = this.sums.get(key);
      if (!sum) this.sums.set(key, { ...delta });
      else for (const name of NUMBERS) sum[name] = (sum[name] ?? 0) + (delta[name] ?? 0);
    }
  }

  all(): Partial<CountDelta>[] {
    return [...this.sums.values()];
  }
}

/**
 * CTEs that add the deltas of a relation to the counters of metric 1, after it was read whole. Rows are locked in key
 * order: two writers wait for each other, never in a circle. An update comes first because a check on the proposed row
 * (decided ≤ handed over) would refuse the difference itself.
 * @param deltas relation of `CountDelta` rows
 */
export function countSteps(deltas: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    day_deltas AS MATERIALIZED (SELECT day, source, segment, lane, ${SUMS} FROM (${deltas}) AS deltas GROUP BY day, source, segment, lane),
    days_locked AS (
      SELECT c.day, c.source, c.segment, c.lane FROM acceptance_days c JOIN day_deltas USING (day, source, segment, lane)
      ORDER BY c.day, c.source, c.segment, c.lane FOR UPDATE OF c
    ),
    days_changed AS (
      UPDATE acceptance_days c SET ${ADD} FROM day_deltas d JOIN days_locked USING (day, source, segment, lane)
      WHERE c.day = d.day AND c.source = d.source AND c.segment = d.segment AND c.lane = d.lane
      RETURNING c.day, c.source, c.segment, c.lane
    ),
    days_added AS (
      INSERT INTO acceptance_days AS c (day, source, segment, lane, ${COLUMNS})
      SELECT d.day, d.source, d.segment, d.lane, ${OF_DELTA}
      FROM day_deltas d LEFT JOIN days_changed USING (day, source, segment, lane) WHERE days_changed.day IS NULL
      ORDER BY d.day, d.source, d.segment, d.lane
      ON CONFLICT (day, source, segment, lane) DO UPDATE SET ${ADD_EXCLUDED}
    )`;
}

/**
 * Adds deltas to the counters of metric 1, in the transaction of the write that they count. It is among the last
 * statements before commit, so that a long import holds the counter rows only briefly.
 */
export async function addCounts(tx: Tx, deltas: readonly Partial<CountDelta>[]): Promise<void> {
  if (deltas.length === 0) return;
  await tx.rows(Prisma.sql`WITH ${countSteps(typed(deltas))} SELECT FROM day_deltas LIMIT 0`);
}
