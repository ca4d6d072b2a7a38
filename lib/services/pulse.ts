import "server-only";
import { authorize, forbidden, type Person } from "@/lib/auth/actor";
import { asReader } from "@/lib/data/diagnostic";
import { PULSE_OBJECT, pulseObject } from "@/lib/data/pulse";
import { isSide } from "@/lib/domain/disputes";
import { monthOf, readScore } from "@/lib/domain/pulse";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import { settingsTransaction } from "./settings";
import { todayIn } from "./today";

const UNIQUE = "23505";

/** Taken by the same person, or by another one of the same side, whose answer this one may not see. */
function alreadyAnswered(error: unknown): unknown {
  if (!(error instanceof Error && "code" in error && error.code === UNIQUE)) return error;
  const message =
    "Your side has answered for this month, and an answer stays as it is. The next one is due next month.";
  return new AppError("PULSE_ANSWERED", { field: "score", message });
}

/**
 * The conflict pulse of this month, 0 to 10, once for each of the two leaders (product.md D10). The score stands in the answer
 * alone, never in the audit log, and is shown to nobody else until both are in.
 * @throws AppError FORBIDDEN, PULSE_SCORE, PULSE_ANSWERED
 */
export async function answerPulse(actor: Person, input: { score: string }, now: Date): Promise<void> {
  await authorize(actor, "pulse.answer", PULSE_OBJECT);
  const side = actor.role;
  if (!isSide(side)) throw forbidden("The CRO and the CMO answer the pulse. Nothing has changed.");
  const score = readScore(input.score);
  if (score === null) {
    throw new AppError("PULSE_SCORE", { field: "score", message: "Choose a whole number from 0 to 10." });
  }
  try {
    await settingsTransaction(async (tx) => {
      const month = monthOf(await todayIn(tx, now));
      await tx.rows(asReader(actor.id));
      await tx.rows(Prisma.sql`
        INSERT INTO pulse_answers (month, side, user_id, score, at)
        VALUES (${month}::date, ${side}::user_role, ${actor.id}, ${score}, ${now})`);
      await audit(tx, { actor, action: "pulse.answer", object: pulseObject(month), after: { answered: side } });
    });
  } catch (error) {
    throw alreadyAnswered(error);
  }
}
