import "server-only";
import { authorize, type Person } from "@/lib/auth/actor";
import { fetchReadingCheck, receiptsObject } from "@/lib/data/receipts";
import { db } from "@/lib/db";
import { QUESTIONS, type ReadingQuestion, scoreOf } from "@/lib/domain/reading-check";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/services/audit";
import { prismaTx, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

export interface Receipt {
  version: number;
  readAt: Date;
}

/**
 * Confirms that a person has read the version in force (product.md C7). Once: a second confirmation is the first.
 * @throws AppError FORBIDDEN, OLD_VERSION (names the version in force; while nobody has signed there is none)
 */
export async function acknowledge(actor: Person, version: number, now: Date): Promise<Receipt> {
  await authorize(actor, "agreement.acknowledge", receiptsObject(version));
  return db().$transaction(async (prisma) => {
    const tx = prismaTx(prisma);
    await requireInForce(tx, version);
    const [made] = await tx.rows<{ readAt: Date }>(Prisma.sql`
      INSERT INTO agreement_receipts (agreement_version, user_id, read_at) VALUES (${version}, ${actor.id}, ${now})
      ON CONFLICT DO NOTHING RETURNING read_at AS "readAt"`);
    if (!made) return { version, readAt: await readBefore(tx, version, actor.id) };
    const action = "agreement.acknowledge";
    const object = receiptsObject(version);
    await audit(tx, { actor, action, object, after: { read: actor.name }, agreementVersion: version });
    return { version, readAt: made.readAt };
  });
}

export interface CheckTaken {
  score: number;
  questions: ReadingQuestion[];
}

/**
 * Grades the three questions of somebody who has read, and keeps how many were right, once (product.md C7).
 * @param answers places among the options, in the order of the questions
 * @throws AppError FORBIDDEN, OLD_VERSION, RECEIPT_REQUIRED, ANSWERS_MISSING, CHECK_TAKEN (with the score that stands)
 */
export async function takeCheck(
  actor: Person,
  { version, answers }: { version: number; answers: readonly number[] },
  now: Date,
): Promise<CheckTaken> {
  await authorize(actor, "agreement.acknowledge", receiptsObject(version));
  return db().$transaction(async (prisma) => {
    const tx = prismaTx(prisma);
    await requireInForce(tx, version);
    await requireReceipt(tx, version, actor.id);
    if (answers.length !== QUESTIONS) throw answersMissing();
    const questions = await fetchReadingCheck(tx.rows, version, actor.id);
    const score = scoreOf(questions, answers);
    const [made] = await tx.rows<{ score: number }>(Prisma.sql`
      INSERT INTO reading_checks (agreement_version, user_id, score, taken_at) VALUES (${version}, ${actor.id}, ${score}, ${now})
      ON CONFLICT DO NOTHING RETURNING score`);
    if (!made) throw await checkTaken(tx, version, actor.id);
    const after = { score, of: QUESTIONS };
    const object = receiptsObject(version);
    await audit(tx, { actor, action: "agreement.check", object, after, agreementVersion: version });
    return { score, questions };
  });
}

/** Keeps the version in force until the end of the transaction; anything else is refused. */
async function requireInForce(tx: Tx, version: number): Promise<void> {
  const [current] = await tx.rows<{ version: number }>(
    Prisma.sql`SELECT version FROM agreements WHERE status = 'in_force' FOR SHARE`,
  );
  if (current?.version === version) return;
  const message = current
    ? `Version ${version} is not in force: version ${current.version} is. Read that one, then confirm it.`
    : "No version is in force yet, so there is nothing to confirm. Read the agreement once the CRO, the CMO and the VP RevOps have signed it.";
  throw new AppError("OLD_VERSION", { field: "version", message, details: { in_force: current?.version ?? null } });
}

async function readBefore(tx: Tx, version: number, userId: bigint): Promise<Date> {
  const [receipt] = await tx.rows<{ readAt: Date }>(Prisma.sql`
    SELECT read_at AS "readAt" FROM agreement_receipts WHERE agreement_version = ${version} AND user_id = ${userId}`);
  if (!receipt) throw new Error(`a receipt of version ${version} is there and cannot be read`);
  return receipt.readAt;
}

async function requireReceipt(tx: Tx, version: number, userId: bigint): Promise<void> {
  const [receipt] = await tx.rows(Prisma.sql`
    SELECT read_at FROM agreement_receipts WHERE agreement_version = ${version} AND user_id = ${userId}`);
  if (receipt) return;
  const message = `Confirm first that you have read version ${version}, then answer the questions.`;
  throw new AppError("RECEIPT_REQUIRED", { message });
}

function answersMissing(): AppError {
  return new AppError("ANSWERS_MISSING", { message: "Answer all three questions: the result is kept once." });
}

async function checkTaken(tx: Tx, version: number, userId: bigint): Promise<AppError> {
  const [taken] = await tx.rows<{ score: number }>(Prisma.sql`
    SELECT score FROM reading_checks WHERE agreement_version = ${version} AND user_id = ${userId}`);
  const message = `You have answered these questions before, and the first result stands: ${taken?.score} of ${QUESTIONS}.`;
  return new AppError("CHECK_TAKEN", { message, details: { score: taken?.score ?? null } });
}
