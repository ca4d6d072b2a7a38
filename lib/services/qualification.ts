import "server-only";
import { authorize, type Person } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { type Lane, moveError, type Stage } from "@/lib/domain/lifecycle";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/services/audit";
import { factsRules, refreshOpportunities } from "@/lib/services/facts/refresh";
import { onlyRow, prismaTx, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

export interface Qualified {
  cycleId: string;
  stage: Stage;
}

/**
 * SAL → SQL by the AE: a discovery call that took place and an open opportunity of the same account
 * (product.md A6). The opportunity becomes the lead's own, so that its owner is this cycle's source.
 * @param opportunityId null is refused: there is no SQL without an opportunity
 * @throws AppError OPPORTUNITY_REQUIRED, DISCOVERY_CALL_REQUIRED, ILLEGAL_TRANSITION, NOT_FOUND, FORBIDDEN
 */
export async function qualify(
  actor: Person,
  input: { cycleId: bigint; opportunityId: bigint | null; discoveryCall: boolean },
): Promise<Qualified> {
  await authorize(actor, "leads.qualify", `cycle:${input.cycleId}`);
  if (!input.discoveryCall) {
    throw new AppError("DISCOVERY_CALL_REQUIRED", {
      field: "discovery_call",
      message: "Confirm the discovery call: a SAL becomes SQL after it.",
    });
  }
  return db().$transaction(async (prisma) => {
    const tx = prismaTx(prisma);
    const cycle = await lockCycle(tx, input.cycleId);
    const refused = moveError(cycle.stage, "sql", cycle.lane);
    if (refused)
      throw new AppError("ILLEGAL_TRANSITION", {
        message: `A lead at stage ${cycle.stage.toUpperCase()} cannot become SQL. Only an accepted lead (SAL) can.`,
      });
    const opportunityId = await ownOpportunity(tx, cycle, input.opportunityId);
    const rules = await factsRules(tx);
    const auditSeq = await audit(tx, {
      actor,
      action: "lead.qualify",
      object: `cycle:${cycle.id}`,
      before: { stage: cycle.stage },
      after: { opportunity: opportunityId, discovery_call: true },
      agreementVersion: rules.agreementVersion,
    });
    await tx.rows(
      Prisma.sql`UPDATE opportunities SET lead_id = ${cycle.leadId}::bigint WHERE id = ${opportunityId}::bigint`,
    );
    await refreshOpportunities(tx, [opportunityId], rules, auditSeq);
    const { stage } = await onlyRow<{ stage: Stage }>(
      tx,
      Prisma.sql`SELECT stage::text FROM cycles WHERE id = ${cycle.id}::bigint`,
    );
    return { cycleId: cycle.id, stage };
  });
}

interface LockedCycle {
  id: string;
  leadId: string;
  stage: Stage;
  lane: Lane;
}

async function lockCycle(tx: Tx, id: bigint): Promise<LockedCycle> {
  const [cycle] = await tx.rows<LockedCycle>(Prisma.sql`
    SELECT id::text, lead_id::text AS "leadId", stage::text, lane::text FROM cycles WHERE id = ${id} FOR UPDATE`);
  if (!cycle)
    throw new AppError("NOT_FOUND", { message: "This lead does not exist any more. Go back to the list of leads." });
  return cycle;
}

/** The chosen opportunity: open, of the lead's company or already the lead's own, of no other lead. */
async function ownOpportunity(tx: Tx, cycle: LockedCycle, id: bigint | null): Promise<string> {
  const [found] =
    id === null
      ? []
      : await tx.rows<{ id: string }>(Prisma.sql`
          SELECT o.id::text FROM opportunities o JOIN leads l ON l.id = ${cycle.leadId}::bigint
          WHERE o.id = ${id} AND o.outcome = 'open' AND (o.lead_id = l.id OR (o.lead_id IS NULL AND o.account_key = l.account_key))`);
  if (!found) {
    throw new AppError("OPPORTUNITY_REQUIRED", {
      field: "opportunity",
      message:
        "Choose an open opportunity of this company that belongs to no other lead. If there is none, create it in the CRM first.",
    });
  }
  return found.id;
}
