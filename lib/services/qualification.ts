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
 * The events carry the AE and the time; a cycle whose opportunity is in pipeline goes on there at once.
 * Of two AEs who link one free opportunity exactly one wins.
 * @param input opportunityId null is refused: there is no SQL without an opportunity
 * @throws AppError OPPORTUNITY_REQUIRED, DISCOVERY_CALL_REQUIRED, ILLEGAL_TRANSITION, NOT_FOUND, FORBIDDEN
 */
export async function qualify(
  actor: Person,
  input: { cycleId: bigint; opportunityId: bigint | null; discoveryCall: boolean },
  now: Date,
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
    // The opportunity first, as an import locks them: the other way round the two could wait for each other.
    const isFree = input.opportunityId !== null && (await lockOpportunity(tx, input.cycleId, input.opportunityId));
    const cycle = await lockCycle(tx, input.cycleId);
    const refused = moveError(cycle.stage, "sql", cycle.lane);
    if (refused)
      throw new AppError("ILLEGAL_TRANSITION", {
        message: `A lead at stage ${cycle.stage.toUpperCase()} cannot become SQL. Only an accepted lead (SAL) can.`,
      });
    if (!isFree) throw opportunityRequired();
    const opportunityId = String(input.opportunityId);
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
    await refreshOpportunities(tx, [opportunityId], rules, auditSeq, { cycleId: cycle.id, actorId: actor.id, at: now });
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

/** Locks the chosen opportunity and says whether it is open, of the lead's company or already the lead's own, and of no other lead. */
async function lockOpportunity(tx: Tx, cycleId: bigint, id: bigint): Promise<boolean> {
  const rows = await tx.rows(Prisma.sql`
    SELECT o.id FROM cycles c JOIN leads l ON l.id = c.lead_id
    JOIN opportunities o ON o.lead_id = l.id OR (o.lead_id IS NULL AND o.account_key = l.account_key)
    WHERE c.id = ${cycleId} AND o.id = ${id} AND o.outcome = 'open' FOR UPDATE OF o`);
  return rows.length === 1;
}

const opportunityRequired = () =>
  new AppError("OPPORTUNITY_REQUIRED", {
    field: "opportunity",
    message:
      "Choose an open opportunity of this company that belongs to no other lead. If there is none, create it in the CRM first.",
  });
