import "server-only";
import { db } from "@/lib/db";
import type { DateRange, IsoDate } from "@/lib/domain/dates";
import type { Reason } from "@/lib/domain/reasons";
import type { DecisionType } from "@/lib/domain/reviews";
import { COUNTS_FOR } from "./fixes";

/** What became of a clock on a Monday of the period, or by the decision of its review. */
export interface ClockEvent {
  unit: string;
  kind: "opened" | "cured" | "resumed" | "due" | "rested" | "killed" | "defunded" | "extended";
  on: IsoDate;
}

/** The one decision of a closed review (product.md D5). */
export interface TakenDecision {
  id: bigint;
  /** The Monday of its review. */
  asOf: IsoDate;
  type: DecisionType;
  unit: string;
  toSource: string | null;
  amount: string | null;
  until: IsoDate | null;
  /** Where a fix of a reason is opened; null for everywhere. */
  fixSource: string | null;
  action: string | null;
  why: string;
  owner: string;
  dueOn: IsoDate;
}

/** A fix whose 30 days ended in the period, or that was closed before they did. */
export interface SettledFix {
  id: bigint;
  reason: Reason;
  /** Who had it when it fell due, or closed it before. */
  ownerId: bigint;
  owner: string;
  openedOn: IsoDate;
  dueOn: IsoDate;
  closedOn: IsoDate | null;
}

export interface LoopOfPeriod {
  clocks: ClockEvent[];
  decisions: TakenDecision[];
  fixes: SettledFix[];
}

/** A decision counts in the period of the Monday whose review took it, so that it stands beside the figures it was taken on. */
function readClocks({ from, to }: DateRange): Promise<ClockEvent[]> {
  return db().$queryRaw<ClockEvent[]>`
    SELECT c.unit, m.kind::text, m."on"::text
    FROM clock_moves m JOIN clocks c ON c.id = m.clock_id
      LEFT JOIN review_decisions d ON d.id = m.decision_id LEFT JOIN reviews r ON r.id = d.review_id
    WHERE coalesce(m.snapshot_as_of, r.as_of) BETWEEN ${from}::date AND ${to}::date ORDER BY m."on", m.id`;
}

function readDecisions({ from, to }: DateRange): Promise<TakenDecision[]> {
  return db().$queryRaw<TakenDecision[]>`
    SELECT d.id, r.as_of::text AS "asOf", d.type::text, d.unit, d.to_source AS "toSource", d.amount::text, d.until::text, d.fix_source AS "fixSource",
      d.action,      d.why, u.name AS owner, d.due_on::text AS "dueOn"
    FROM reviews r JOIN review_decisions d ON d.id = r.closed_decision_id JOIN users u ON u.id = d.owner_id
    WHERE r.as_of BETWEEN ${from}::date AND ${to}::date ORDER BY r.as_of`;
}

/** Each fix counts once: on the day it was closed, or on its due day when it was not closed by then, for who had it then. */
function readFixes({ from, to }: DateRange, today: IsoDate): Promise<SettledFix[]> {
  return db().$queryRaw<SettledFix[]>`
    SELECT f.id, f.reason::text, u.id AS "ownerId", u.name AS owner, f.opened_on::text AS "openedOn", f.due_on::text AS "dueOn", f.closed_on::text AS "closedOn"
    FROM fixes f JOIN users u ON u.id = ${COUNTS_FOR}
    WHERE least(f.due_on, f.closed_on) BETWEEN ${from}::date AND least(${to}::date, ${today}::date) ORDER BY f.opened_on, f.id`;
}

/** Clocks, decisions and fixes of a period. The caller has checked who may read. */
export async function readLoop(period: DateRange, today: IsoDate): Promise<LoopOfPeriod> {
  const [clocks, decisions, fixes] = await Promise.all([
    readClocks(period),
    readDecisions(period),
    readFixes(period, today),
  ]);
  return { clocks, decisions, fixes };
}
