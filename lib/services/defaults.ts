import type { ClientBase } from "pg";
import { exampleDefinition } from "@/lib/domain/definition";

/** The sources of metrics.md §1 with their floors of §2; customer referral has none. */
const SOURCES: readonly (readonly [code: string, label: string, floor: number | null])[] = [
  ["paid_search", "Paid search", 55],
  ["content_syndication", "Content syndication", 40],
  ["webinar", "Webinar", 50],
  ["partner_referral", "Partner referral", 70],
  ["intent", "Intent", 45],
  ["outbound_bdr", "Outbound BDR", 35],
  ["customer_referral", "Customer referral", null],
];

/** metrics.md §1: bounds on the number of employees. */
const SEGMENTS: readonly (readonly [code: string, label: string, min: number | null, max: number | null])[] = [
  ["SMB", "SMB", 1, 199],
  ["MM", "Mid-market", 200, 1999],
  ["ENT", "Enterprise", 2000, null],
  ["Unknown", "Unknown", null, null],
];

/** metrics.md §3: the opportunity stages that the translation table begins with. */
const STAGES: readonly (readonly [name: string, stage: string, ordinal: number])[] = [
  ["Discovery", "sql", 1],
  ["Qualification", "sql", 2],
  ["Proposal", "pipeline", 3],
  ["Negotiation", "pipeline", 4],
  ["Commit", "pipeline", 5],
  ["Closed Won", "pipeline", 6],
];
const WON_ORDINAL = 6;

/**
 * Settings of a database that has none: organisation, sources, segments, stage names and the first
 * agreement with the floors of metrics.md §2. Changes nothing where an organisation exists.
 * @param client connection of the migrating role; the caller holds the transaction
 */
export async function seedDefaults(client: ClientBase): Promise<void> {
  const { rowCount } = await client.query(
    "INSERT INTO organisation (id, name) VALUES (1, 'Your company') ON CONFLICT DO NOTHING",
  );
  if (rowCount === 0) return;
  for (const [position, [code, label]] of SOURCES.entries()) {
    await client.query("INSERT INTO sources (code, label, position) VALUES ($1, $2, $3)", [code, label, position]);
  }
  for (const [position, [code, label, min, max]] of SEGMENTS.entries()) {
    await client.query(
      "INSERT INTO segments (code, label, position, min_employees, max_employees) VALUES ($1, $2, $3, $4, $5)",
      [code, label, position, min, max],
    );
  }
  for (const [name, stage, ordinal] of STAGES) {
    await client.query("INSERT INTO stage_names (key, name, stage, ordinal, is_won) VALUES ($1, $2, $3, $4, $5)", [
      name.toLowerCase(),
      name,
      stage,
      ordinal,
      ordinal === WON_ORDINAL,
    ]);
  }
  await firstAgreement(client);
  await client.query("SELECT audit_append(NULL, 'system', 'settings.created', 'organisation:1', NULL, NULL, 1)");
}

/** Version 1: the defaults of metrics.md and the example definition of the source document. Unsigned. */
async function firstAgreement(client: ClientBase): Promise<void> {
  await client.query(
    `INSERT INTO agreements (version, status, definition, rejection_cap, pipeline_floor, cost_line, acv_min, acv_max, minimum_n,
       weight_first, weight_created, weight_won, lookback_days, decision_days, follow_up_hours)
     VALUES (1, 'provisional', $1, 22, 11, 0.22, 25000, 100000, 10, 30, 30, 40, 90, 5, 24)`,
    [JSON.stringify(exampleDefinition)],
  );
  for (const [code, , floor] of SOURCES) {
    if (floor !== null)
      await client.query("INSERT INTO floors (agreement_version, source_code, percent) VALUES (1, $1, $2)", [
        code,
        floor,
      ]);
  }
}
