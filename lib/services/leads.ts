import "server-only";
import { authorize, loggingRefusals, type Person } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { type HandedOver, handOverRules, lockLead, writeHandOver } from "@/lib/services/hand-overs";
import { onlyRow, prismaTx, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

/**
 * Hands a lead over to sales. In the standard lane it becomes an MQL, and only if it carries the required data, its
 * third-party score is above the line and all eight fields of the definition pass, all by the version that judges; the
 * trace is stored with the cycle (product.md A2, C8). A partner referral enters without scoring (A9), and without required
 * data, which is there for the checks.
 * @throws AppError DATA_INCOMPLETE, SCORE_MISSING or ICP_FAILED, each with all that is missing and all that failed;
 *   TOO_SOON (it has had its cycle; lib/services/recycling.ts opens the next), NOT_FOUND, FORBIDDEN
 */
export async function handOver(actor: Person, leadId: bigint, now: Date): Promise<HandedOver> {
  const object = `lead:${leadId}`;
  await authorize(actor, "leads.hand_over", object);
  return loggingRefusals(actor, "leads.hand_over", object, () =>
    db().$transaction(async (prisma) => {
      const tx = prismaTx(prisma);
      const lead = await lockLead(tx, actor, leadId);
      await checkFirst(tx, leadId);
      const rules = await handOverRules(tx, now);
      return writeHandOver(prisma, actor, leadId, lead, { action: "lead.hand_over", number: 1, now, rules });
    }),
  );
}

async function checkFirst(tx: Tx, leadId: bigint): Promise<void> {
  const { isHandedOver } = await onlyRow<{ isHandedOver: boolean }>(
    tx,
    Prisma.sql`SELECT EXISTS (SELECT FROM cycles WHERE lead_id = ${leadId}) AS "isHandedOver"`,
  );
  if (isHandedOver) throw new AppError("TOO_SOON", { message: "This lead was handed over before; its verdict stays." });
}
