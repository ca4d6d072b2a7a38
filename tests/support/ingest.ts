import type { Pool } from "pg";
import { systemActor } from "@/lib/auth/actor";
import { ingestRecords } from "@/lib/services/batches";
import type { JsonRecord } from "@/lib/services/parse/records";
import type { RecordKind, RowError } from "@/lib/services/records/staging";

/** Canonical records by kind; what is left out is empty. */
export type Records = Partial<Record<RecordKind, readonly JsonRecord[]>>;

/** Leads before their decisions, opportunities before their history: the order of the kinds matters, that of rows does not. */
const ORDER: readonly RecordKind[] = [
  "fx_rates",
  "leads",
  "decisions",
  "opportunities",
  "stage_history",
  "touches",
  "spend",
];

/** All records of several sets. */
export function merge(sets: readonly Records[]): Records {
  return Object.fromEntries(ORDER.map((kind) => [kind, sets.flatMap((set) => set[kind] ?? [])]));
}

export const SOURCE_SYSTEM = "crm";

/** Writes records as an import would and returns what was refused. `now` is when they come in. */
export async function ingest(
  pool: Pool,
  records: Records,
  now = new Date("2027-07-05T12:00:00Z"),
): Promise<RowError[]> {
  const refused: RowError[] = [];
  for (const kind of ORDER) {
    const rows = records[kind] ?? [];
    if (rows.length === 0) continue;
    const options = {
      kind,
      sourceSystem: SOURCE_SYSTEM,
      via: "api",
      actor: systemActor("test"),
      records: rows,
      now,
    } as const;
    refused.push(...(await ingestRecords(pool, options)).errors);
  }
  return refused;
}
