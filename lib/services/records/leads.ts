import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { affectedOpportunities } from "./affected";
import { recordDeliveries } from "./deliveries";
import { HANDED, handOverSteps } from "./hand-overs";
import { changeLeads, otherHandOvers, type Survey, survey } from "./known-leads";
import { deliveriesOf, foreignScoreErrors, recordModels, renamedScoreErrors, unsignedErrors } from "./lead-rules";
import type { RowError } from "./staging";
import type { Applied, CountDelta, Run } from "./write";

const COLUMNS =
  Prisma.raw(`source_system, external_id, email, first_name, last_name, company, account_key, domain, title, country, naics,
  employees, annual_revenue, source_code, campaign, segment_code, lane, created_at, handed_over_at, score, assigned_to, sourced_by,
  bought_from`);

/** Who gave a score, and by which model: without a score nobody did. */
const SCORERS = Prisma.raw("score_vendor, score_model_version");
const SCORERS_OF_SCORE = Prisma.raw(
  "CASE WHEN score IS NOT NULL THEN score_vendor END, CASE WHEN score IS NOT NULL THEN score_model_version END",
);

/**
 * Writes leads, and for those that say when they were handed over the cycle, its first event and the
 * hand-over counters. A hand-over that is already recorded is fixed (metrics.md §1): a row that would move
 * it is refused and writes nothing at all.
 * @param from relation of staged leads; ingests wait for each other, so no lead appears meanwhile
 */
export async function applyLeads(tx: Tx, from: Prisma.Sql, run: Run): Promise<Applied> {
  const found = await survey(tx, from, run);
  const { total, known } = found;
  const { errors, deliveries, recycled } = await refusals(tx, from, run, found);
  const lines = errors.map(({ line }) => line);
  const good = lines.length > 0 ? Prisma.sql`SELECT * FROM (${from}) AS r WHERE r.line <> ALL (${lines}::int[])` : from;
  if (found.hasUnmapped) await nameUnmappedSources(tx, good);
  const changes = found.changed + found.opening + recycled.length > 0;
  // Before and after: a lead that changes its company leaves the opportunities of the old one.
  const left = changes ? await opportunitiesOf(tx, good) : [];
  const { updated, deltas: later } = changes
    ? await changeLeads(tx, good, run, recycled)
    : { updated: 0, deltas: null };
  const { inserted, deltas } = known < total ? await addLeads(tx, known > 0 ? absent(good) : good, run) : NONE;
  if (run.leadRules) await recordModels(tx, good, run.leadRules);
  await recordDeliveries(tx, good, run, deliveries);
  return {
    inserted,
    updated,
    unchanged: total - inserted - updated - errors.length,
    errors,
    deltas: [...(deltas ?? []), ...(later ?? [])],
    opportunities: inserted + updated > 0 ? [...left, ...(await opportunitiesOf(tx, good))] : [],
  };
}

/** Rows that may not be written, each once, and of the others those that deliver a bought lead or open a further cycle. */
async function refusals(tx: Tx, from: Prisma.Sql, run: Run, found: Survey) {
  const { leadRules: rules } = run;
  const deliveries = rules && found.isBought ? await deliveriesOf(tx, from, rules) : [];
  const again = await otherHandOvers(tx, from, run, found);
  const all = [
    ...again.errors,
    ...renamedScoreErrors(found),
    ...(rules ? [...unsignedErrors(deliveries, rules.today), ...(await foreignScoreErrors(tx, from, run, rules))] : []),
  ];
  const errors = new Map<number, RowError>();
  for (const error of all) if (!errors.has(error.line)) errors.set(error.line, error);
  return {
    errors: [...errors.values()],
    deliveries: deliveries.filter(({ line }) => !errors.has(line)),
    recycled: again.recycled.filter((line) => !errors.has(line)),
  };
}

const NONE = { inserted: 0, deltas: null };

const absent = (from: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT * FROM (${from}) AS a
  WHERE NOT EXISTS (SELECT FROM leads l WHERE l.source_system = a.source_system AND l.external_id = a.external_id)`;

/**
 * Adds leads that are not there yet. A plain INSERT: with ON CONFLICT every row would be written twice, once to see
 * whether it may be. Ids follow the order of the file, and so does the queue among leads that are due together.
 */
function addLeads(tx: Tx, from: Prisma.Sql, run: Run): Promise<{ inserted: number; deltas: CountDelta[] | null }> {
  return onlyRow(
    tx,
    Prisma.sql`
      WITH written AS (
        INSERT INTO leads (${COLUMNS}, ${SCORERS}, technologies, import_id)
        SELECT ${COLUMNS}, ${SCORERS_OF_SCORE}, coalesce(technologies, '{}'), ${run.importId}::bigint FROM (${from}) AS i ORDER BY line
        RETURNING id, source_system, external_id
      ),
      ${firstScores(from, run)}
      handed (${Prisma.raw(HANDED)}) AS (
        SELECT w.id, source_code, segment_code, lane, assigned_to, sourced_by, handed_over_at, handed_over_on, touch_by, decide_by, handed_over_on, 1
        FROM written w JOIN (${from}) AS i USING (source_system, external_id) WHERE handed_over_at IS NOT NULL
      ),
      ${handOverSteps(run)}
      SELECT (SELECT count(*)::int FROM written) AS inserted, (SELECT json_agg(deltas) FROM deltas) AS deltas`,
  );
}

/** CTE that begins the score history of new leads. */
function firstScores(from: Prisma.Sql, run: Run): Prisma.Sql {
  if (!run.fields.has("score")) return Prisma.empty;
  return Prisma.sql`
    scored AS (
      INSERT INTO lead_scores (lead_id, score, vendor, model_version)
      SELECT w.id, score, score_vendor, score_model_version
      FROM written w JOIN (${from}) AS i USING (source_system, external_id) WHERE score IS NOT NULL
    ),`;
}

/** An outside value that no source is mapped to becomes a row of its own until RevOps maps it. */
async function nameUnmappedSources(tx: Tx, from: Prisma.Sql): Promise<void> {
  await tx.rows(Prisma.sql`
    INSERT INTO sources (code, label, position, is_unmapped)
    SELECT DISTINCT source_code, source_code, 1000, true FROM (${from}) AS incoming WHERE source_code LIKE 'Unmapped: %'
    ON CONFLICT DO NOTHING`);
}

/** Opportunities whose owner or implicit touches depend on these leads, as they are recorded now. */
function opportunitiesOf(tx: Tx, from: Prisma.Sql): Promise<string[]> {
  return affectedOpportunities(
    tx,
    Prisma.sql`
      WITH known AS (SELECT l.id, l.account_key FROM (${from}) AS i JOIN leads l USING (source_system, external_id))
      SELECT o.id FROM known k JOIN opportunities o ON o.lead_id = k.id
      UNION SELECT o.id FROM known k JOIN opportunities o ON o.account_key = k.account_key`,
  );
}
