import "server-only";
import { authorize, type Person } from "@/lib/auth/actor";
import { FEEDBACK_OBJECT, feedbackHash, feedbackObject, readFeedback } from "@/lib/data/feedback";
import { parseAsOf } from "@/lib/domain/as-of";
import type { IsoDate } from "@/lib/domain/dates";
import { type FeedbackRead, feedbackRead } from "@/lib/domain/feedback";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import { settingsTransaction } from "./settings";
import type { Tx } from "./sql";

function requireMonday(text: string): IsoDate {
  const asked = parseAsOf(text);
  if (asked.ok) return asked.asOf;
  throw new AppError(asked.code, { field: "as_of", message: asked.message });
}

/** What the page of a frozen Monday says now: its totals, and the SHA-256 of the whole table. */
async function onThePage(actor: Person, asOf: IsoDate, now: Date): Promise<FeedbackRead & { sha256: string }> {
  const { frozen, lanes } = await readFeedback(actor, asOf, now);
  if (frozen) return { ...feedbackRead(lanes), sha256: feedbackHash(lanes) };
  const message = `The Monday of ${asOf} is not frozen, so its figures still change. Acknowledge a frozen Monday.`;
  throw new AppError("SNAPSHOT_MISSING", { field: "as_of", message });
}

async function alreadyAcknowledged(tx: Tx, asOf: IsoDate): Promise<AppError> {
  const [receipt] = await tx.rows<{ by: string }>(Prisma.sql`
    SELECT u.name AS by FROM feedback_receipts f JOIN users u ON u.id = f.user_id WHERE f.as_of = ${asOf}::date`);
  const message = `${receipt?.by ?? "Somebody"} has acknowledged the feedback of ${asOf} already. Nothing more is needed.`;
  return new AppError("ALREADY_ACKNOWLEDGED", { field: "as_of", message });
}

function changedSince(asOf: IsoDate): AppError {
  const message = `The feedback of ${asOf} has changed since you opened this page, so nothing was saved. Look at its figures, then send again.`;
  return new AppError("CONFLICT", { field: "sha256", message });
}

/**
 * The head of demand-gen confirms that the feedback of a frozen Monday was read (product.md A13); once, for all to see. Its
 * figures go on to change with late records, so the audit entry keeps those that were read.
 * @param input.sha256 `feedbackHash` of the table that was looked at
 * @throws AppError FORBIDDEN, AS_OF_INVALID, AS_OF_NOT_MONDAY, NOT_FOUND, SNAPSHOT_MISSING, ALREADY_ACKNOWLEDGED, CONFLICT when
 * another table stands there by now
 */
export async function acknowledgeFeedback(
  actor: Person,
  input: { asOf: string; sha256: string },
  now: Date,
): Promise<void> {
  await authorize(actor, "feedback.acknowledge", FEEDBACK_OBJECT);
  const asOf = requireMonday(input.asOf);
  const read = await onThePage(actor, asOf, now);
  await settingsTransaction(async (tx) => {
    const written = await tx.rows(Prisma.sql`
      INSERT INTO feedback_receipts (as_of, user_id, at) VALUES (${asOf}::date, ${actor.id}, ${now})
      ON CONFLICT (as_of) DO NOTHING RETURNING 1`);
    if (written.length === 0) throw await alreadyAcknowledged(tx, asOf);
    if (read.sha256 !== input.sha256) throw changedSince(asOf);
    const after = { read: asOf, ...read };
    await audit(tx, { actor, action: "feedback.acknowledge", object: feedbackObject(asOf), after });
  });
}
