import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { Cell, CycleCell } from "@/lib/domain/cells";
import { addDays, type DateRange } from "@/lib/domain/dates";
import type { Lane, Stage } from "@/lib/domain/lifecycle";
import { type MetricsSettings, type MetricsWindows, metricsWindows } from "@/lib/domain/metrics-facts";
import type { Reason } from "@/lib/domain/reasons";
import type { Segment } from "@/lib/domain/segments";
import { OUTSIDE_WINDOW, UNATTRIBUTED } from "@/lib/domain/source-rows";
import { Prisma } from "@/prisma/generated/client";
import { fetchMetricsSettings } from "./metrics-settings";
import type { Reader } from "./reader";

/** Which part of a list, pages from 1. */
export interface PageOf {
  page: number;
  size: number;
}

/** One cycle of a list, with the lead it belongs to. */
export interface CycleRow {
  cycleId: string;
  /** Which pass of the lead it is. */
  number: number;
  leadId: string;
  externalId: string;
  name: string | null;
  company: string | null;
  source: string;
  segment: Segment;
  lane: Lane;
  stage: Stage;
  reason: Reason | null;
  handedOverAt: Date;
  firstTouchedAt: Date | null;
  touchBy: Date;
  decidedAt: Date | null;
  /** The first verdict that no correction took back: the one that the decision SLA looks at. */
  firstDecidedAt: Date | null;
  decideBy: Date;
  decidedBy: string | null;
  assignedTo: string | null;
}

export interface CyclePage {
  rows: CycleRow[];
  /** Cycles in the whole cell: the figure on the Monday page. */
  total: number;
  /** The days of hand-over that the cell covers. */
  range: DateRange;
}

/** Settings and windows behind a cell, those of a frozen Monday under the agreement that it names; null when it names a source that does not exist. */
export async function cellContext(
  reader: Reader,
  cell: Cell,
): Promise<{ settings: MetricsSettings; windows: MetricsWindows } | null> {
  const settings = await fetchMetricsSettings(reader, { frozen: cell.asOf });
  const source = "source" in cell ? cell.source : null;
  const isKnown = source === null || settings.sources.some(({ code }) => code === source);
  // These rows hold deals that no source can claim; no cycle stands in them.
  const isSpecial = cell.kind !== "acceptance" && (source === UNATTRIBUTED || source === OUTSIDE_WINDOW);
  return isKnown || isSpecial ? { settings, windows: metricsWindows(cell.asOf, settings) } : null;
}

function rangeOf(cell: CycleCell, windows: MetricsWindows): DateRange {
  if (cell.kind === "volume") return { from: addDays(cell.asOf, -7), to: addDays(cell.asOf, -1) };
  if (cell.kind === "pipeline_rate") return windows.cohort;
  return cell.kind === "acceptance" && cell.state === "pending" ? windows.pending : windows.acceptance;
}

const STATES: Readonly<Record<string, Prisma.Sql>> = {
  accepted: Prisma.sql`c.stage IN ('sal', 'sql', 'pipeline')`,
  rejected: Prisma.sql`c.stage = 'rejected'`,
  unworked: Prisma.sql`c.stage IN ('mql', 'referred', 'expired')`,
};

const MET = {
  touch: Prisma.sql`coalesce(c.first_touched_at <= c.touch_by, false)`,
  decision: Prisma.sql`coalesce(c.first_decided_at <= c.decide_by, false)`,
};

/** What a cell asks of its cycles beyond the days of hand-over. */
function conditionsOf(cell: CycleCell): Prisma.Sql[] {
  const standard = Prisma.sql`c.lane = 'standard'`;
  switch (cell.kind) {
    case "volume":
      return [standard];
    case "pipeline_rate":
      return [standard, Prisma.sql`c.segment_code = ${cell.segment}::segment_code`];
    case "sla":
      if (cell.state === "all") return [standard];
      return [standard, cell.state === "met" ? MET[cell.clock] : Prisma.sql`NOT ${MET[cell.clock]}`];
    default:
      return [
        cell.kind === "acceptance" && cell.source !== null ? Prisma.sql`c.source_code = ${cell.source}` : standard,
        cell.kind === "acceptance" && cell.segment !== null
          ? Prisma.sql`c.segment_code = ${cell.segment}::segment_code`
          : Prisma.sql`true`,
        STATES[cell.state] ?? Prisma.sql`true`,
        cell.reason === null ? Prisma.sql`true` : Prisma.sql`c.reason = ${cell.reason}::rejection_reason`,
      ];
  }
}

/**
 * The cycles that a cell counts, latest hand-over first; null when the cell names a source that does not exist. Live: a
 * frozen Monday may have counted others, which is what a restatement is. Throws AppError FORBIDDEN, SETTINGS_MISSING.
 */
export async function drillCycles(
  actor: Actor,
  cell: CycleCell,
  { page, size }: PageOf,
  reader: Reader = db(),
): Promise<CyclePage | null> {
  await authorize(actor, "leads.read", "leads");
  const context = await cellContext(reader, cell);
  if (!context) return null;
  const range = rangeOf(cell, context.windows);
  const within = Prisma.sql`c.handed_over_on BETWEEN ${range.from}::date AND ${range.to}::date`;
  const where = Prisma.join([within, ...conditionsOf(cell)], " AND ");
  const [rows, [count]] = await Promise.all([
    reader.$queryRaw<CycleRow[]>`
      SELECT c.id::text AS "cycleId", c.number::int AS number, l.id::text AS "leadId", l.external_id AS "externalId",
        nullif(concat_ws(' ', l.first_name, l.last_name), '') AS name, l.company, c.source_code AS source,
        c.segment_code::text AS segment, c.lane::text AS lane, c.stage::text AS stage, c.reason::text AS reason,
        c.handed_over_at AS "handedOverAt", c.first_touched_at AS "firstTouchedAt", c.touch_by AS "touchBy",
        c.decided_at AS "decidedAt", c.first_decided_at AS "firstDecidedAt", c.decide_by AS "decideBy", d.name AS "decidedBy", a.name AS "assignedTo"
      FROM cycles c JOIN leads l ON l.id = c.lead_id
      LEFT JOIN users d ON d.id = c.decided_by_id LEFT JOIN users a ON a.id = c.assigned_id
      WHERE ${where} ORDER BY c.handed_over_on DESC, c.id DESC LIMIT ${size} OFFSET ${(page - 1) * size}`,
    reader.$queryRaw<[{ total: number }]>`SELECT count(*)::int AS total FROM cycles c WHERE ${where}`,
  ]);
  return { rows, total: count.total, range };
}
