import { lastCycles } from "@/lib/data/last-cycles";
import type { IsoDate } from "@/lib/domain/dates";
import { type LastCycle, type RecyclingProblem, recyclingProblem } from "@/lib/domain/recycling";
import { RESPONSE_KINDS } from "@/lib/domain/touches";
import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import type { RowError } from "./staging";

/** A row that says another time than the lead's recorded hand-over, and that time. */
export interface MovedHandOver {
  line: number;
  recorded: string;
}

export interface LaterHandOvers {
  errors: RowError[];
  /** Lines that open a new cycle of a lead that had one. */
  recycled: number[];
}

interface Asked extends LastCycle {
  line: number;
  day: IsoDate;
  /** A cycle of the lead was handed over at that very time. */
  isRecorded: boolean;
  /** The last cycle ended before that time. */
  isLater: boolean;
}

/**
 * What another hand-over of a lead is: the recorded one of an earlier cycle, which says nothing new; a new cycle, by the rule of
 * the app but for the evaluation, since a hand-over of the CRM is a fact; else a move of what is fixed. Their leads and cycles are
 * locked first, so that nobody recycles or corrects them between this answer and the write.
 */
export async function laterHandOvers(
  tx: Tx,
  from: Prisma.Sql,
  moved: readonly MovedHandOver[],
): Promise<LaterHandOvers> {
  if (moved.length === 0) return { errors: [], recycled: [] };
  const rows = await asked(tx, from, moved);
  const errors: RowError[] = [];
  const recycled: number[] = [];
  for (const { line, recorded } of moved) {
    const row = rows.get(line);
    if (row?.isRecorded) continue;
    const problem = row?.isLater ? recyclingProblem(row, row.day) : ({ code: "ILLEGAL_TRANSITION" } as const);
    if (problem) errors.push(errorOf(line, recorded, problem));
    else recycled.push(line);
  }
  return { errors, recycled };
}

async function asked(tx: Tx, from: Prisma.Sql, moved: readonly MovedHandOver[]): Promise<Map<number, Asked>> {
  const again = Prisma.sql`
    SELECT i.line, l.id AS lead_id, i.handed_over_at, i.handed_over_on AS on_day FROM (${from}) AS i JOIN leads l USING (source_system, external_id)
    WHERE i.line = ANY (${moved.map(({ line }) => line)}::int[])`;
  await tx.rows(
    Prisma.sql`SELECT FROM leads WHERE id IN (SELECT lead_id FROM (${again}) AS a) ORDER BY id FOR NO KEY UPDATE`,
  );
  await tx.rows(
    Prisma.sql`SELECT FROM cycles WHERE lead_id IN (SELECT lead_id FROM (${again}) AS a) ORDER BY id FOR UPDATE`,
  );
  const rows = await tx.rows<Asked>(Prisma.sql`
    SELECT a.line, a.on_day::text AS day, a.stage, a."endedOn", a."lastResponseOn", coalesce(a.handed_over_at > a.ended_at, false) AS "isLater",
      EXISTS (SELECT FROM cycles c WHERE c.lead_id = a.lead_id AND c.handed_over_at = a.handed_over_at) AS "isRecorded"
    FROM (${lastCycles(again)}) AS a`);
  return new Map(rows.map((row) => [row.line, row]));
}

function errorOf(line: number, recorded: string, problem: RecyclingProblem): RowError {
  return { line, field: "handed_over_at", ...refusalOf(recorded, problem) };
}

function refusalOf(recorded: string, problem: RecyclingProblem): Pick<RowError, "code" | "message"> {
  if (problem.code === "TOO_SOON") {
    const { code, endedOn, earliest } = problem;
    return {
      code,
      message: `handed_over_at: the last cycle of this lead ended on ${endedOn}, and the next may begin on ${earliest} at the earliest. Hand it over again from that day on; until then send the recorded time, ${recorded}, or leave the field blank.`,
    };
  }
  if (problem.code === "NO_NEW_ACTIVITY") {
    const { code, endedOn } = problem;
    return {
      code,
      message: `handed_over_at: no response of this lead is recorded since its last cycle ended on ${endedOn}, and a new cycle needs one (${RESPONSE_KINDS.join(", ")}). Import its touches first, then this row again.`,
    };
  }
  return {
    code: "HANDED_OVER_FIXED",
    message: `handed_over_at: this lead was handed over at ${recorded}, and a hand-over is never moved. Leave the field blank or send the recorded time.`,
  };
}
