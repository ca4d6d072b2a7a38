import "server-only";
import { forbidden, type Person } from "@/lib/auth/actor";
import type { Lane, Stage } from "@/lib/domain/lifecycle";
import { AppError } from "@/lib/errors";
import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

/** A cycle as a write needs it. Ids are text. */
export interface OpenCycle {
  id: string;
  leadId: string;
  sourceSystem: string;
  externalId: string;
  stage: Stage;
  lane: Lane;
  assignedId: bigint | null;
  sourcedById: bigint | null;
  source: string;
  /** The agreement in force. */
  agreementVersion: number;
  /** The lead or its account has one, so that its facts may follow from a verdict. */
  hasOpportunity: boolean;
}

export const isOpen = (stage: Stage) => stage === "mql" || stage === "referred";

/**
 * The open cycle that this person may decide: their own or nobody's, in their lane, and not one that
 * they sourced themselves (product.md A5, A10). Not locked: the write asks again when it holds the row (`applyVerdict`).
 * @throws AppError NOT_FOUND, FORBIDDEN, ALREADY_DECIDED
 */
export async function ownCycle(tx: Tx, actor: Person, id: bigint): Promise<OpenCycle> {
  const [cycle] = await tx.rows<OpenCycle>(Prisma.sql`
    SELECT c.id::text, c.lead_id::text AS "leadId", l.source_system AS "sourceSystem", l.external_id AS "externalId", c.stage::text, c.lane::text,
      c.assigned_id AS "assignedId", c.sourced_by_id AS "sourcedById", c.source_code AS source,
      (SELECT version FROM agreements WHERE status IN ('provisional', 'in_force')) AS "agreementVersion",
      EXISTS (SELECT FROM opportunities o WHERE o.lead_id = l.id OR o.account_key = l.account_key) AS "hasOpportunity"
    FROM cycles c JOIN leads l ON l.id = c.lead_id WHERE c.id = ${id}`);
  if (!cycle) throw new AppError("NOT_FOUND", { message: "This lead is not in the queue any more. Reload the queue." });
  const refusal = refusalFor(actor, cycle);
  if (refusal) throw forbidden(refusal);
  if (!isOpen(cycle.stage)) throw await whoDecided(tx, cycle.id);
  return cycle;
}

function refusalFor(actor: Person, cycle: OpenCycle): string | null {
  if (actor.onlyLane && cycle.lane !== actor.onlyLane)
    return "This lead is outside the partner lane. Nothing has changed.";
  if (cycle.sourcedById === actor.id)
    return "You sourced this lead yourself, so somebody else decides it. Ask the head of SDR to assign it.";
  if (cycle.assignedId !== null && cycle.assignedId !== actor.id)
    return "This lead is assigned to somebody else. Nothing has changed; ask the head of SDR to reassign it.";
  return null;
}

/** ALREADY_DECIDED with the name of the other person and the time. */
export async function whoDecided(tx: Tx, cycleId: string): Promise<AppError> {
  const [row] = await tx.rows<{ stage: Stage; at: Date | null; by: string | null }>(Prisma.sql`
    SELECT c.stage::text, c.decided_at AS at, coalesce(u.name, d.decided_by_email) AS by
    FROM cycles c LEFT JOIN decisions d ON d.cycle_id = c.id AND d.is_live LEFT JOIN users u ON u.id = d.decided_by_id
    WHERE c.id = ${cycleId}::bigint`);
  const at = row?.at?.toISOString() ?? null;
  if (row?.stage === "expired") {
    return new AppError("ILLEGAL_TRANSITION", {
      message: "This MQL has expired without activity and cannot be decided any more.",
    });
  }
  const verdict = row?.stage === "rejected" ? "rejected" : "accepted";
  return new AppError("ALREADY_DECIDED", {
    message: `${row?.by ?? "Somebody"} ${verdict} this lead already. Your choice was not recorded.`,
    details: { by: row?.by ?? null, at, verdict },
  });
}
