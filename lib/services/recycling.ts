import "server-only";
import { authorize, loggingRefusals, type Person } from "@/lib/auth/actor";
import { lastCycles } from "@/lib/data/last-cycles";
import { db } from "@/lib/db";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { type LastCycle, type RecyclingProblem, recyclingProblem } from "@/lib/domain/recycling";
import { AppError } from "@/lib/errors";
import { type HandedOver, handOverRules, lockLead, writeHandOver } from "@/lib/services/hand-overs";
import { prismaTx, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

/**
 * Gives a lead whose last cycle was rejected or expired a new one: at least 30 days later, after new activity, and evaluated
 * afresh by the version that judges. The old verdict stays (metrics.md §1, product.md A8).
 * @throws AppError TOO_SOON with the earliest date, NO_NEW_ACTIVITY, ILLEGAL_TRANSITION (no rejection or expiry is its last word),
 *   DATA_INCOMPLETE, SCORE_MISSING, ICP_FAILED as `handOver`; NOT_FOUND, FORBIDDEN
 */
export async function recycle(actor: Person, leadId: bigint, now: Date): Promise<HandedOver> {
  const object = `lead:${leadId}`;
  await authorize(actor, "leads.hand_over", object);
  return loggingRefusals(actor, "leads.hand_over", object, () =>
    db().$transaction(async (prisma) => {
      const tx = prismaTx(prisma);
      const lead = await lockLead(tx, actor, leadId);
      await tx.rows(Prisma.sql`SELECT FROM cycles WHERE lead_id = ${leadId} ORDER BY id FOR UPDATE`);
      const rules = await handOverRules(tx, now);
      const { number, stage } = await recyclable(tx, leadId, dateIn(now, rules.zone));
      const before = { cycle: number, stage };
      return writeHandOver(prisma, actor, leadId, lead, {
        action: "lead.recycle",
        number: number + 1,
        before,
        now,
        rules,
      });
    }),
  );
}

/** The last cycle, if another one may follow it on that day. */
async function recyclable(tx: Tx, leadId: bigint, on: IsoDate): Promise<LastCycle & { number: number }> {
  const asked = Prisma.sql`SELECT ${leadId}::bigint AS lead_id, ${on}::date AS on_day`;
  const [last] = await tx.rows<LastCycle & { number: number }>(lastCycles(asked));
  if (!last) throw refusalOf({ code: "ILLEGAL_TRANSITION" });
  const problem = recyclingProblem(last, on);
  if (problem) throw refusalOf(problem);
  return last;
}

function refusalOf(problem: RecyclingProblem): AppError {
  if (problem.code === "TOO_SOON") {
    const { code, endedOn, earliest } = problem;
    const message = `The last cycle of this lead ended on ${endedOn}. It can be handed over again on ${earliest} at the earliest.`;
    return new AppError(code, { message, details: { earliest } });
  }
  if (problem.code === "NO_NEW_ACTIVITY") {
    const message = `Nothing has come from this lead since its last cycle ended on ${problem.endedOn}. Wait for a response, or import its touches, then hand it over again.`;
    return new AppError(problem.code, { message });
  }
  return new AppError(problem.code, {
    message:
      "Only a lead that was rejected or expired last can be handed over again. Reload the page to see where it stands.",
  });
}
