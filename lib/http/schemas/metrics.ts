import "server-only";
import { z } from "zod";
import { POSITIONS } from "@/lib/domain/credits";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { REASONS } from "@/lib/domain/reasons";
import { SEGMENTS } from "@/lib/domain/segments";
import { asOfParam } from "@/lib/http/query";

export const metricsQuery = z.strictObject({ as_of: asOfParam.optional() });

const count = z.int().min(0);
const day = z.string().meta({ format: "date" });
const range = z.strictObject({ from: day, to: day }).meta({ description: "Both days are included." });
const rate = z
  .string()
  .regex(/^-?\d+\.\d{4}$/)
  .nullable()
  .meta({ description: "Four decimals, rounded half up for show only; null where nothing can be divided." });
const money = z
  .string()
  .regex(/^-?\d+\.\d{2}$/)
  .meta({ description: "In the reporting currency." });
const percent = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .meta({ description: "Percent." });
const source = z.string();
const segment = z.enum(SEGMENTS);

const acceptance = {
  n: count,
  accepted: count,
  rejected: count,
  unworked: count,
  pending: count,
  acceptance: rate,
  decided_acceptance: rate,
  floor: percent.nullable(),
  verdict: z.enum(["no_data", "low_n", "ok", "source_breach", "sales_sla_breach"]),
  recycled: count.optional().meta({ description: "Of n, in a second or later cycle of their lead. Absent: none." }),
};

const cost = {
  spend: money,
  pipeline: money,
  ratio: rate,
  verdict: z.enum(["ok", "over_line", "no_pipeline", "no_spend", "no_data"]),
  note: z.string().nullable(),
};
const costTable = { rows: z.array(z.strictObject({ source, ...cost })), total: z.strictObject(cost) };

const influenceRow = z.strictObject({ source, credit: money, deals: count, assists: count, share: rate });
const positions = { first_touch: money, opportunity_created: money, closed_won: money };

const deal = z.strictObject({
  opportunity: z.string(),
  won_date: day,
  amount: money,
  truncated: z.boolean(),
  implicit: z.boolean(),
  credits: z.array(z.strictObject({ source, position: z.enum(POSITIONS), credit: money })),
});

/** The metrics JSON of formats.md, and what goes beyond it at the end. */
export const metricsSchema = z.strictObject({
  as_of: day,
  frozen: z.boolean(),
  snapshot_id: z.string().nullable(),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .meta({ description: "SHA-256 of this document in which hash is null." }),
  agreement_version: count,
  time_zone: z.string(),
  currency: z.string().length(3),
  acceptance: z.strictObject({
    window: range,
    cells: z.array(z.strictObject({ source, segment, ...acceptance })),
    by_source: z.array(z.strictObject({ source, ...acceptance })),
    total: z.strictObject(acceptance),
  }),
  rejection: z.strictObject({
    n: count,
    rejected: count,
    rate,
    cap: percent,
    verdict: z.enum(["no_data", "ok", "breach"]),
    arguable: z.boolean(),
    reasons: z.array(z.strictObject({ code: z.enum(REASONS), count })),
  }),
  pipeline_rate: z.array(
    z.strictObject({
      segment,
      n: count,
      reached: count,
      rate,
      floor: percent,
      verdict: z.enum(["maturing", "low_n", "ok", "breach"]),
    }),
  ),
  cost: z.strictObject({ window: range, line: percent, ...costTable }),
  influence: z.strictObject({
    window: range,
    weights: z.array(count).length(3),
    lookback_days: count,
    rows: z.array(influenceRow),
    won: money,
    deals: z.array(deal),
  }),
  cures: z.array(
    z.strictObject({
      unit: z.string(),
      opened: day,
      due: day,
      state: z.enum(["open", "cured", "due", "killed", "defunded", "extended"]),
    }),
  ),
  pipeline_share: z.array(z.strictObject({ source, share: z.string().nullable() })),
  volume: z.strictObject({ week: range, volume: count, feed: count.nullable(), below_feed: z.boolean() }),
  sla: z.strictObject({
    n: count,
    touched_in_time: count,
    touched_rate: rate,
    decided_in_time: count,
    decided_rate: rate,
  }),
  unmapped_stages: z.array(z.string()),
  pending: range,
  cohort: range,
  acceptance_by_segment: z.array(z.strictObject({ segment, ...acceptance })),
  influence_positions: z.array(z.strictObject({ source, ...positions })),
  influence_total: z.strictObject({ ...positions, credit: money, deals: count, assists: count }),
  fiscal_quarter: z.strictObject({
    window: range,
    cost: z.strictObject(costTable),
    influence: z.strictObject({ rows: z.array(influenceRow), won: money, deals: count }),
  }),
}) satisfies z.ZodType<MetricsDocument>;
