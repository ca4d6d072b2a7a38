import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { MONEY_LIMIT, type MoneyCode, moneyRefused } from "./money";
import type { RowError } from "./staging";
import { type Applied, type Counted, type Run, upsertColumns } from "./write";

/** Columns that an update writes, each with the fields of which the file must have one (parse/binding.ts: others stay as they are). */
const UPDATABLE: Record<string, readonly string[]> = {
  account: ["account"],
  account_key: ["account", "lead_external_id"],
  name: ["name"],
  type: ["type"],
  currency: ["currency", "amount"],
  amount: ["amount"],
  reporting_amount: ["amount", "currency"],
  created_at: ["created_at"],
  created_on: ["created_at"],
  created_by_team: ["created_by_team"],
  stage: ["stage"],
  stage_ordinal: ["stage"],
  outcome: ["outcome", "stage"],
  lost_reason: ["lost_reason"],
  closed_at: ["closed_at"],
  closed_on: ["closed_at"],
};

interface Refused {
  line: number;
  code: "LEAD_UNKNOWN" | MoneyCode;
  currency: string;
  day: string;
}

/**
 * Incoming rows `i` beside what is recorded of them, `e`: what the file does not have is taken from there, so that an
 * amount is priced in its own currency and a link made here (qualification) outlives a file that knows no lead.
 */
function merged(from: Prisma.Sql, { fields, currency }: Run): Prisma.Sql {
  const given = (field: string, theirs: Prisma.Sql, recorded: Prisma.Sql) => (fields.has(field) ? theirs : recorded);
  // Without an account in the file, that of the record stands; only a key that came from the lead follows the lead.
  const ownKey = Prisma.sql`CASE WHEN e.account IS NOT NULL OR i.lead_external_id IS NULL THEN e.account_key ELSE k.account_key END`;
  const known = Prisma.sql`
    SELECT i.*, l.id AS lead_id,
      ${given("account", Prisma.sql`coalesce(i.account_key, k.account_key)`, ownKey)} AS known_key,
      ${given("amount", Prisma.sql`i.amount`, Prisma.sql`e.amount`)} AS known_amount,
      ${given("currency", Prisma.sql`i.currency`, Prisma.sql`coalesce(e.currency, i.currency)`)} AS named_currency,
      ${given("closed_at", Prisma.sql`i.closed_on`, Prisma.sql`e.closed_on`)} AS known_closed_on,
      ${given("outcome", Prisma.sql`i.outcome`, Prisma.sql`CASE WHEN i.outcome = 'won' THEN i.outcome ELSE coalesce(e.outcome, i.outcome) END`)} AS known_outcome
    FROM (${from}) AS i
    LEFT JOIN opportunities e ON e.source_system = i.source_system AND e.external_id = i.external_id
    LEFT JOIN leads l ON l.source_system = i.source_system AND l.external_id = i.lead_external_id
    LEFT JOIN leads k ON k.id = coalesce(l.id, e.lead_id)`;
  return Prisma.sql`
    SELECT m.*, CASE WHEN m.known_amount IS NULL THEN m.named_currency ELSE coalesce(m.named_currency, ${currency}) END AS known_currency,
      CASE WHEN m.known_outcome = 'won' THEN coalesce(m.known_closed_on, m.created_on) ELSE m.created_on END AS day
    FROM (${known}) AS m`;
}

/** What an update sets. The lead is the file's, if it names one; else the recorded one, read under the lock of the row. */
function updateOf({ fields }: Run): { set: Prisma.Sql; changed: Prisma.Sql } {
  const columns = Object.keys(UPDATABLE).filter((name) => UPDATABLE[name]?.some((field) => fields.has(field)));
  const { set, changed } = upsertColumns("o", columns);
  if (!fields.has("lead_external_id")) return { set, changed };
  const lead = Prisma.sql`coalesce(EXCLUDED.lead_id, o.lead_id)`;
  return {
    set: Prisma.sql`${set}, lead_id = ${lead}`,
    changed: Prisma.sql`(${changed} OR o.lead_id IS DISTINCT FROM ${lead})`,
  };
}

/**
 * Writes opportunities. A foreign amount is converted at the rate of its day: the close date of a won
 * one, else the created date (formats.md); without that rate the row is refused. A stage that is the won one makes its
 * record won where the file has no outcome; any other stage leaves the outcome as it is. Facts that follow
 * from the record (owner, pipeline entry, credits) are refreshed by the caller.
 * @param from relation of staged opportunities
 */
export async function applyOpportunities(tx: Tx, from: Prisma.Sql, run: Run): Promise<Applied> {
  const update = updateOf(run);
  const result = await onlyRow<Counted & { total: number; refused: Refused[] | null; ids: string[] | null }>(
    tx,
    Prisma.sql`
      WITH merged AS (${merged(from, run)}),
      priced AS (
        SELECT m.*, CASE WHEN m.known_currency = ${run.currency} THEN m.known_amount ELSE round(m.known_amount * fx.rate, 2) END AS reporting_amount
        FROM merged m
        LEFT JOIN fx_rates fx ON fx.day = m.day AND fx.from_currency = m.known_currency AND fx.to_currency = ${run.currency}
      ),
      judged AS (
        SELECT p.*, CASE WHEN p.lead_external_id IS NOT NULL AND p.lead_id IS NULL THEN 'LEAD_UNKNOWN'
          WHEN p.known_amount IS NOT NULL AND p.reporting_amount IS NULL THEN 'FX_RATE_MISSING'
          WHEN p.reporting_amount >= ${MONEY_LIMIT} THEN 'NUMBER_RANGE' END AS code
        FROM priced p
      ),
      written AS (
        INSERT INTO opportunities AS o (source_system, external_id, lead_id, account, account_key, name, type, currency, amount, reporting_amount,
          created_at, created_on, created_by_team, stage, stage_ordinal, outcome, lost_reason, closed_at, closed_on, first_seen_on, import_id)
        SELECT source_system, external_id, lead_id, account, known_key, name, coalesce(type, 'new_business'), known_currency, known_amount, reporting_amount,
          created_at, created_on, created_by_team, stage, stage_ordinal, coalesce(known_outcome, 'open'), lost_reason, closed_at, closed_on, first_seen_on,
          ${run.importId}::bigint
        FROM judged WHERE code IS NULL
        ON CONFLICT (source_system, external_id) DO UPDATE
          SET ${update.set}, import_id = EXCLUDED.import_id,
            first_seen_on = CASE WHEN coalesce(o.stage_ordinal, 0) < 3 AND EXCLUDED.stage_ordinal >= 3 THEN EXCLUDED.first_seen_on ELSE o.first_seen_on END
          WHERE ${update.changed}
        RETURNING id, xmax = 0 AS is_new
      )
      SELECT count(*) FILTER (WHERE is_new)::int AS inserted, count(*) FILTER (WHERE NOT is_new)::int AS updated,
        (SELECT count(*)::int FROM merged) AS total,
        json_agg(id::text) AS ids,
        (SELECT json_agg(json_build_object('line', line, 'code', code, 'currency', known_currency, 'day', day) ORDER BY line) FROM judged WHERE code IS NOT NULL) AS refused
      FROM written`,
  );
  const errors = (result.refused ?? []).map((refused) => toError(refused, run.currency));
  return {
    inserted: result.inserted,
    updated: result.updated,
    unchanged: result.total - result.inserted - result.updated - errors.length,
    errors,
    deltas: [],
    opportunities: result.ids ?? [],
  };
}

function toError({ line, code, currency, day }: Refused, reporting: string): RowError {
  if (code !== "LEAD_UNKNOWN") return moneyRefused(code, line, currency, reporting, day);
  return {
    line,
    field: "lead_external_id",
    code,
    message:
      "lead_external_id: no lead with this id in this source system. Import the leads first, or leave the field blank.",
  };
}
