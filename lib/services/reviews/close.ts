import "server-only";
import { authorize, loggingRefusals, type Person } from "@/lib/auth/actor";
import { reviewObject } from "@/lib/data/review-objects";
import { fetchQueue, type ReviewQueue } from "@/lib/data/review-queue";
import { canonicalJson } from "@/lib/domain/canonical";
import { parseUnit } from "@/lib/domain/cures";
import type { IsoDate } from "@/lib/domain/dates";
import { isReason } from "@/lib/domain/reasons";
import { AppError } from "@/lib/errors";
import { type AuditRecord, audit } from "@/lib/services/audit";
import { settleClock } from "@/lib/services/clocks";
import { requireOwner } from "@/lib/services/owners";
import { settingsTransaction } from "@/lib/services/settings";
import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { type StartedFix, startFix } from "./fix";
import { conflict, lockReview, requireStarted, tellRoom } from "./room";
import { type Decided, requireSeen } from "./standing";

const NONE_RECORDED =
  "A review ends with exactly one decision, and none is recorded. Record it first: to watch something is one too.";

/** Work on a reason begins as a fix; work on a cell stays in words. */
async function openFix(tx: Tx, decision: Decided, openedOn: IsoDate): Promise<StartedFix | null> {
  const parts = parseUnit(decision.unit);
  if (decision.type !== "fix" || decision.action === null || parts?.kind !== "reason" || !isReason(parts.code))
    return null;
  const { fixSource: source, ownerId, action } = decision;
  const fix = await startFix(tx, { reason: parts.code, source, ownerId, action, openedOn });
  await tx.rows(Prisma.sql`UPDATE review_decisions SET fix_id = ${fix.id} WHERE id = ${decision.id}`);
  return fix;
}

/** The owner may have left, or become one who owns nothing, since the decision. Throws AppError OWNER_NOT_PERSON. */
async function requireOwnerStill(tx: Tx, { ownerId, owner }: Decided): Promise<void> {
  try {
    await requireOwner(tx, ownerId, "a decision");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const message = `${owner} cannot own this decision any more: it takes one active person. Take the decision back and name another person.`;
    throw conflict(error.code, message);
  }
}

interface ClockState {
  state: string;
  due: IsoDate;
}

type ClockChange = Record<"before" | "after", ClockState>;

const SETTLED = { kill: "killed", defund: "defunded", extend: "extended" } as const;

/** What the closing makes of the clock of its decision, for the audit log; null where it moves none. */
async function clockChange(tx: Tx, { type, clockId, until }: Decided): Promise<ClockChange | null> {
  if (type !== "kill" && type !== "defund" && type !== "extend") return null;
  const before = await onlyRow<ClockState>(
    tx,
    Prisma.sql`SELECT state::text, due::text FROM clocks WHERE id = ${clockId}`,
  );
  return { before, after: { state: SETTLED[type], due: until ?? before.due } };
}

/** The clock that a kill, a defund or an extension ends or moves. Throws AppError CLOCK_NOT_DUE, UNTIL_INVALID. */
async function settle(tx: Tx, { id, type, clockId, until }: Decided, on: IsoDate, auditSeq: bigint): Promise<void> {
  if (type !== "kill" && type !== "defund" && type !== "extend") return;
  if (clockId === null) throw new Error("a decision about a clock names it");
  await settleClock(tx, { clockId, decisionId: id, type, on, ...(until && { until }), auditSeq });
}

/** What was ahead when it was decided must still be on the day of closing. Throws AppError UNTIL_INVALID, DUE_INVALID. */
function requireAhead({ until, dueOn }: Decided, on: IsoDate): void {
  const behind = "which is not ahead any more. Take the decision back and choose a later day.";
  if (until !== null && until <= on) throw conflict("UNTIL_INVALID", `The clock was extended to ${until}, ${behind}`);
  if (dueOn <= on) throw conflict("DUE_INVALID", `The decision was due on ${dueOn}, ${behind}`);
}

/** The source that gets the budget may have been retired since the decision. Throws AppError TARGET_NOT_HEALTHY. */
function requireReceiverStill({ toSource, receiver }: Decided, { sources }: Pick<ReviewQueue, "sources">): void {
  if (toSource === null || sources.has(toSource)) return;
  throw conflict(
    "TARGET_NOT_HEALTHY",
    `${receiver} is not in use any more, so no budget moves to it. Take the decision back and choose another source.`,
  );
}

/**
 * Closes a review with its one decision, which takes effect on this day in the same transaction; the queue of candidates is
 * kept as it stands (product.md D5, D6). From then on it stays as it is.
 * @param input.seen id of the decision that the actor saw
 * @throws AppError FORBIDDEN, NOT_FOUND, REVIEW_CLOSED, REVIEW_LAPSED, REVIEW_NOT_STARTED, DECISION_MISSING, CONFLICT, CLOCK_NOT_DUE,
 * ISSUE_OPEN, OWNER_NOT_PERSON, UNTIL_INVALID, DUE_INVALID, TARGET_NOT_HEALTHY
 */
export async function closeReview(
  actor: Person,
  { asOf, seen }: { asOf: IsoDate; seen: bigint },
  now: Date,
): Promise<void> {
  const object = reviewObject(asOf);
  await authorize(actor, "review.decide", object);
  await loggingRefusals(actor, "review.decide", object, () =>
    settingsTransaction(async (tx) => {
      const review = await lockReview(tx, actor, asOf, now);
      requireStarted(review);
      const decision = await requireSeen(tx, review, seen, NONE_RECORDED);
      requireAhead(decision, review.today);
      await requireOwnerStill(tx, decision);
      const queue = await fetchQueue((sql) => tx.rows(sql), asOf);
      if (!queue) throw new Error(`the snapshot of the review of ${asOf} is missing`);
      requireReceiverStill(decision, queue);
      const candidates = canonicalJson(queue.candidates);
      const fix = await openFix(tx, decision, review.today);
      const clock = await clockChange(tx, decision);
      await tx.rows(Prisma.sql`
        UPDATE reviews SET closed_at = ${now}, closed_by_id = ${actor.id}, closed_decision_id = ${decision.id}, candidates = ${candidates}
        WHERE id = ${review.id} AND closed_at IS NULL`);
      await tellRoom(tx, asOf);
      if (fix) await audit(tx, { actor, ...fix.entry });
      const { agreementVersion, today } = review;
      const entry = entryOf(decision, { today, fix, clock });
      const auditSeq = await audit(tx, { actor, action: "review.close", object, ...entry, agreementVersion });
      await settle(tx, decision, today, auditSeq);
    }),
  );
}

/** The closing as the audit log tells it: its decision, what it began, and the clock before and after it. */
function entryOf(
  { id, type, unit }: Decided,
  { today, fix, clock }: { today: IsoDate; fix: StartedFix | null; clock: ClockChange | null },
): Pick<AuditRecord, "before" | "after"> {
  const after = {
    decision: id,
    type,
    unit,
    on: today,
    ...(fix && { fix: fix.id }),
    ...(clock && { clock: clock.after }),
  };
  return { before: clock && { clock: clock.before }, after };
}
