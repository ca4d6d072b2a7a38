import type { Client } from "pg";
import { withClient } from "@/lib/cli/client";
import { factsRules, refreshOpportunities } from "@/lib/services/facts/refresh";
import { pgTx } from "@/lib/services/sql";
import {
  COUNTERS,
  CYCLES,
  DECISIONS,
  EVENTS,
  LEADS,
  OPPORTUNITIES,
  SPEND,
  STAGE_HISTORY,
  TOUCHES,
} from "./company-sql";

export interface Size {
  cycles: number;
  touches: number;
  opportunities: number;
}

/** Filled by one statement each, in this order: later ones read earlier ones. */
const STEPS: readonly (readonly [table: string, fill: string])[] = [
  ["leads", LEADS],
  ["cycles", CYCLES],
  ["decisions", DECISIONS],
  ["lifecycle_events", EVENTS],
  ["opportunities", OPPORTUNITIES],
  ["stage_history", STAGE_HISTORY],
  ["touches", TOUCHES],
  ["spend", SPEND],
  ["acceptance_days", COUNTERS],
];

export const BDRS = 25;

/** Indexes that no constraint owns are built after the rows, which takes a third of the time. */
async function withoutIndexes(client: Client, name: string, work: () => Promise<unknown>): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
     WHERE i.indrelid = $1::regclass AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)`,
    [name],
  );
  for (const index of rows) await client.query(`DROP INDEX ${index.name}`);
  await work();
  for (const index of rows) await client.query(index.definition);
}

/**
 * Fills a migrated database with a company of the given size: a year of hand-overs that ends today, their decisions,
 * deals and touches, as one import would have left them. `npm run verify` agrees with what it makes.
 */
export async function fillCompany(url: string, size: Size): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("BEGIN");
    // Rows refer to each other by construction; the owner may leave the checks of references out.
    await client.query("SET LOCAL session_replication_role = replica; SET LOCAL maintenance_work_mem = '512MB'");
    await client.query("SELECT audit_append(NULL, 'system:bench', 'import.start', 'import:0', NULL, NULL, 1)");
    await client.query(
      `INSERT INTO users (email, name, role) SELECT 'bdr-' || n || '@accord.test', 'BDR ' || n, 'bdr' FROM generate_series(1, ${BDRS}) AS n`,
    );
    await client.query(
      `CREATE TEMP TABLE size ON COMMIT DROP AS SELECT ${size.cycles}::int AS cycles, ${size.touches}::int AS touches, ${size.opportunities}::int AS opportunities`,
    );
    for (const [name, fill] of STEPS) {
      await withoutIndexes(client, name, () => client.query(fill));
      await client.query(`ANALYZE ${name}`);
    }
    const tx = pgTx(client);
    const { rows } = await client.query<{ seq: string }>("SELECT max(seq)::text AS seq FROM audit_log");
    await refreshOpportunities(tx, "all", await factsRules(tx), BigInt(rows[0]?.seq ?? 1));
    await client.query("COMMIT");
    await client.query("VACUUM ANALYZE");
  });
}
