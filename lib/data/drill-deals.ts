import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { CostCell, DealCell, InfluenceCell } from "@/lib/domain/cells";
import type { DateRange } from "@/lib/domain/dates";
import type { MetricsSettings, MetricsWindows } from "@/lib/domain/metrics-facts";
import { formatMoney } from "@/lib/domain/money";
import type { OpportunityRow, SpendLine } from "@/lib/domain/opportunities";
import { REACH_DAYS } from "@/lib/domain/pipeline-rate";
import { totalSpend } from "@/lib/domain/spend";
import { Prisma } from "@/prisma/generated/client";
import { cellContext, type PageOf } from "./drill";
import type { Reader } from "./reader";

export interface OpportunityPage {
  rows: OpportunityRow[];
  total: number;
  /** Sum of the figures over the whole cell: what the Monday page shows. */
  sum: string;
  range: DateRange;
}

export interface SpendPage {
  rows: SpendLine[];
  total: number;
  sum: string;
  range: DateRange;
}

/** The opportunities of a cell as `o`, and the figure of each. */
interface Selection {
  range: DateRange;
  from: Prisma.Sql;
  where: Prisma.Sql;
  figure: Prisma.Sql;
}

function influenceSelection(cell: InfluenceCell, range: DateRange): Selection {
  const won = Prisma.sql`o.won_on BETWEEN ${range.from}::date AND ${range.to}::date AND o.won_amount IS NOT NULL AND o.type = 'new_business'`;
  const ofSource = cell.source === null ? Prisma.sql`true` : Prisma.sql`x.source = ${cell.source}`;
  const ofPart =
    cell.part === null || cell.part === "assists"
      ? Prisma.sql`true`
      : Prisma.sql`x.position = ${cell.part}::credit_position`;
  const sums =
    cell.part === "assists"
      ? Prisma.sql`SELECT sum(x.count) AS figure FROM deal_assists x WHERE x.opportunity_id = o.id AND ${ofSource}`
      : Prisma.sql`SELECT sum(x.credit) AS figure FROM deal_credits x WHERE x.opportunity_id = o.id AND ${ofSource} AND ${ofPart}`;
  return {
    range,
    from: Prisma.sql`opportunities o CROSS JOIN LATERAL (${sums}) AS part`,
    where: Prisma.sql`${won} AND part.figure IS NOT NULL`,
    figure: Prisma.sql`part.figure`,
  };
}

function selectionOf(cell: DealCell, windows: MetricsWindows, { acvBand }: MetricsSettings): Selection {
  switch (cell.kind) {
    case "pipeline_rate":
      return {
        range: windows.cohort,
        from: Prisma.sql`cycles c JOIN opportunities o ON o.origin_cycle_id = c.id`,
        where: Prisma.sql`c.handed_over_on BETWEEN ${windows.cohort.from}::date AND ${windows.cohort.to}::date
          AND c.lane = 'standard' AND c.segment_code = ${cell.segment}::segment_code
          AND o.pipeline_on BETWEEN c.handed_over_on AND c.handed_over_on + ${REACH_DAYS}::int
          AND o.pipeline_amount BETWEEN ${formatMoney(acvBand.from)}::numeric AND ${formatMoney(acvBand.to)}::numeric`,
        figure: Prisma.sql`1`,
      };
    case "cost": {
      const range = windows[cell.span];
      const owner = cell.source === null ? Prisma.sql`true` : Prisma.sql`o.owner_source = ${cell.source}`;
      return {
        range,
        from: Prisma.sql`opportunities o`,
        where: Prisma.sql`o.pipeline_on BETWEEN ${range.from}::date AND ${range.to}::date AND ${owner}`,
        figure: Prisma.sql`coalesce(o.pipeline_amount, 0)`,
      };
    }
    case "influence":
      return influenceSelection(cell, windows[cell.span]);
  }
}

/**
 * The opportunities that a cell counts, latest first; null when the cell names a source that does not exist. Live, as
 * `drillCycles`. Throws AppError FORBIDDEN, SETTINGS_MISSING.
 */
export async function drillOpportunities(
  actor: Actor,
  cell: DealCell,
  { page, size }: PageOf,
  reader: Reader = db(),
): Promise<OpportunityPage | null> {
  await authorize(actor, "deals.read", "deals");
  const context = await cellContext(reader, cell);
  if (!context) return null;
  const { range, from, where, figure } = selectionOf(cell, context.windows, context.settings);
  const [rows, [count]] = await Promise.all([
    reader.$queryRaw<OpportunityRow[]>`
      SELECT o.id::text AS id, o.external_id AS "externalId", o.name, o.account, o.owner_source AS "ownerSource", o.stage,
        o.outcome::text AS outcome, o.created_on::text AS "createdOn", o.pipeline_on::text AS "pipelineOn",
        o.pipeline_amount::text AS "pipelineAmount", o.won_on::text AS "wonOn", o.won_amount::text AS "wonAmount",
        o.is_approximate AS "isApproximate", o.is_amount_late AS "isAmountLate", o.is_truncated AS "isTruncated",
        o.is_implicit AS "isImplicit", ${figure}::text AS figure
      FROM ${from} WHERE ${where}
      ORDER BY ${cell.kind === "influence" ? Prisma.sql`o.won_on` : Prisma.sql`o.pipeline_on`} DESC, o.id DESC
      LIMIT ${size} OFFSET ${(page - 1) * size}`,
    reader.$queryRaw<[{ total: number; sum: string }]>`
      SELECT count(*)::int AS total, coalesce(sum(${figure}), 0)::text AS sum FROM ${from} WHERE ${where}`,
  ]);
  return { rows, total: count.total, sum: count.sum, range };
}

/** The spend behind a cost cell; null when the cell names a source that does not exist. Throws AppError FORBIDDEN. */
export async function drillSpend(
  actor: Actor,
  cell: CostCell,
  { page, size }: PageOf,
  reader: Reader = db(),
): Promise<SpendPage | null> {
  await authorize(actor, "deals.read", "deals");
  const context = await cellContext(reader, cell);
  if (!context) return null;
  const range = context.windows[cell.span];
  const source = cell.source === null ? Prisma.sql`true` : Prisma.sql`source_code = ${cell.source}`;
  const where = Prisma.sql`daterange(start_date, end_date, '[]') && daterange(${range.from}::date, ${range.to}::date, '[]') AND ${source}`;
  const days = Prisma.sql`(end_date - start_date + 1)`;
  const inside = Prisma.sql`(least(end_date, ${range.to}::date) - greatest(start_date, ${range.from}::date) + 1)`;
  const [rows, shares] = await Promise.all([
    reader.$queryRaw<SpendLine[]>`
      SELECT source_code AS source, campaign, start_date::text AS "startDate", end_date::text AS "endDate", amount::text AS amount,
        currency::text AS currency, ${inside} AS "daysInWindow", ${days} AS days,
        round(reporting_amount * ${inside} / ${days}, 2)::text AS "inWindow"
      FROM spend WHERE ${where} ORDER BY source_code, campaign, start_date LIMIT ${size} OFFSET ${(page - 1) * size}`,
    reader.$queryRaw<{ source: string; totalDays: number; weighted: string; rows: number }[]>`
      SELECT source_code AS source, ${days} AS "totalDays", sum(reporting_amount * ${inside})::text AS weighted, count(*)::int AS rows
      FROM spend WHERE ${where} GROUP BY 1, 2`,
  ]);
  return {
    rows,
    total: shares.reduce((all, share) => all + share.rows, 0),
    sum: formatMoney(totalSpend(shares)),
    range,
  };
}
