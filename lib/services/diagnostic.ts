import "server-only";
import { type Actor, authorize, forbidden, loggingRefusals, type Person } from "@/lib/auth/actor";
import { asReader, DIAGNOSTIC_OBJECT, hiddenUntilAll, isOpenRound, noRound, roundObject } from "@/lib/data/diagnostic";
import { type DiagnosticAnswer, readAnswer } from "@/lib/domain/diagnostic";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { openDraft } from "./agreement/drafts";
import { audit } from "./audit";
import { fieldsRefused, settingsTransaction } from "./settings";
import { onlyRow, type Tx } from "./sql";

type Asked = "cro" | "cmo";

/** The active person of a role, locked against losing it meanwhile. Throws AppError PARTICIPANT_UNKNOWN. */
async function requireParticipant(tx: Tx, role: Asked, id: bigint | null): Promise<{ id: bigint; name: string }> {
  const [person] = await tx.rows<{ id: bigint; name: string }>(Prisma.sql`
    SELECT id, name FROM users WHERE id = ${id}::bigint AND role = ${role}::user_role AND active FOR SHARE`);
  if (person) return person;
  const title = role === "cro" ? "CRO" : "CMO";
  const message = `Choose one active ${title}. If nobody has this role, ask an admin to give it to somebody.`;
  throw new AppError("PARTICIPANT_UNKNOWN", { field: role, message });
}

/**
 * Opens a round of "What is a good lead?" (product.md C9). Who answers is fixed from now on: one CRO and one CMO.
 * @throws AppError FORBIDDEN, DIAGNOSTIC_OPEN when one is open already, PARTICIPANT_UNKNOWN
 */
export async function openRound(
  actor: Actor,
  input: { cro: bigint | null; cmo: bigint | null },
  now: Date,
): Promise<bigint> {
  await authorize(actor, "diagnostic.open", DIAGNOSTIC_OBJECT);
  return settingsTransaction(async (tx) => {
    const open = await tx.rows(
      Prisma.sql`SELECT id FROM diagnostic_rounds WHERE revealed_at IS NULL AND called_off_at IS NULL`,
    );
    if (open.length > 0) {
      const message = "A round is open already. Wait until both have answered, or call it off.";
      throw new AppError("DIAGNOSTIC_OPEN", { message });
    }
    const cro = await requireParticipant(tx, "cro", input.cro);
    const cmo = await requireParticipant(tx, "cmo", input.cmo);
    const { id } = await onlyRow<{ id: bigint }>(
      tx,
      Prisma.sql`
        INSERT INTO diagnostic_rounds (cro_id, cmo_id, opened_by_id, opened_at)
        VALUES (${cro.id}, ${cmo.id}, ${actor.id}::bigint, ${now}) RETURNING id`,
    );
    const after = { cro: cro.name, cmo: cmo.name };
    await audit(tx, { actor, action: "diagnostic.open", object: roundObject(id), after });
    return id;
  });
}

interface LockedRound {
  croId: bigint;
  cmoId: bigint;
  croAnsweredAt: Date | null;
  cmoAnsweredAt: Date | null;
  revealedAt: Date | null;
  calledOffAt: Date | null;
}

async function lockRound(tx: Tx, id: bigint): Promise<LockedRound> {
  const [round] = await tx.rows<LockedRound>(Prisma.sql`
    SELECT cro_id AS "croId", cmo_id AS "cmoId", cro_answered_at AS "croAnsweredAt", cmo_answered_at AS "cmoAnsweredAt",
      revealed_at AS "revealedAt", called_off_at AS "calledOffAt"
    FROM diagnostic_rounds WHERE id = ${id} FOR UPDATE`);
  if (round) return round;
  throw noRound();
}

function requireOpen(round: LockedRound): void {
  if (isOpenRound(round)) return;
  const message = round.revealedAt
    ? "Both have answered, so the round is closed and nothing changes any more. Reload the page to see both answers."
    : "This round was called off, so nothing was saved. Wait for the next one.";
  throw new AppError("DIAGNOSTIC_CLOSED", { message });
}

function requireAnswer(input: Readonly<Partial<Record<string, string>>>): DiagnosticAnswer {
  const result = readAnswer(input);
  if (result.ok) return result.answer;
  throw fieldsRefused(result.errors);
}

async function store(tx: Tx, round: bigint, author: bigint, answer: DiagnosticAnswer): Promise<void> {
  await tx.rows(asReader(author));
  const { sentence, firmographic, industries, tech_stack, behaviour, titles, geography, disqualifiers } = answer;
  const texts = [sentence, firmographic, industries, tech_stack, behaviour, titles, geography, disqualifiers];
  await tx.rows(Prisma.sql`
    INSERT INTO diagnostic_answers (round_id, user_id, sentence, firmographic, industries, tech_stack, behaviour, titles,
      geography, disqualifiers, time_decay)
    VALUES (${round}, ${author}, ${Prisma.join([...texts, answer.time_decay])})
    ON CONFLICT (round_id, user_id) DO UPDATE SET sentence = EXCLUDED.sentence, firmographic = EXCLUDED.firmographic,
      industries = EXCLUDED.industries, tech_stack = EXCLUDED.tech_stack, behaviour = EXCLUDED.behaviour,
      titles = EXCLUDED.titles, geography = EXCLUDED.geography, disqualifiers = EXCLUDED.disqualifiers,
      time_decay = EXCLUDED.time_decay`);
}

/**
 * Answers, or changes one's answer, until the last one is in; with that the round closes and both are shown. What was said
 * stands in the answer alone, never in the audit log (product.md C9).
 * @param input a text for `sentence` and each of the eight fields
 * @throws AppError FORBIDDEN (also for a CRO or CMO who is not asked in this round), NOT_FOUND, DIAGNOSTIC_CLOSED,
 * ANSWER_REQUIRED, ANSWER_TOO_LONG
 */
export async function answer(
  actor: Person,
  input: { round: bigint; texts: Readonly<Partial<Record<string, string>>> },
  now: Date,
): Promise<{ isRevealed: boolean }> {
  const object = roundObject(input.round);
  await authorize(actor, "diagnostic.answer", object);
  const given = requireAnswer(input.texts);
  return loggingRefusals(actor, "diagnostic.answer", object, () =>
    settingsTransaction((tx) => answerLocked(tx, actor, { round: input.round, given }, now)),
  );
}

async function answerLocked(
  tx: Tx,
  actor: Person,
  { round: id, given }: { round: bigint; given: DiagnosticAnswer },
  now: Date,
): Promise<{ isRevealed: boolean }> {
  const round = await lockRound(tx, id);
  const side: Asked | null = actor.id === round.croId ? "cro" : actor.id === round.cmoId ? "cmo" : null;
  if (!side) throw forbidden("This round asks two people, and you are not one of them. Nothing has changed.");
  requireOpen(round);
  await store(tx, id, actor.id, given);
  const [own, other] =
    side === "cro" ? [round.croAnsweredAt, round.cmoAnsweredAt] : [round.cmoAnsweredAt, round.croAnsweredAt];
  const isRevealed = other !== null;
  const answeredAt = side === "cro" ? Prisma.sql`cro_answered_at` : Prisma.sql`cmo_answered_at`;
  await tx.rows(Prisma.sql`
    UPDATE diagnostic_rounds SET ${answeredAt} = ${now}, revealed_at = ${isRevealed ? now : null}
    WHERE id = ${id} AND revealed_at IS NULL AND called_off_at IS NULL`);
  await audit(tx, {
    actor,
    action: own === null ? "diagnostic.answer" : "diagnostic.change_answer",
    object: roundObject(id),
    after: { answered: side, closed: isRevealed },
  });
  return { isRevealed };
}

/**
 * Ends a round that will not be answered, e.g. because somebody has left. Its answers stay hidden for good.
 * @throws AppError FORBIDDEN, NOT_FOUND, DIAGNOSTIC_CLOSED
 */
export async function callOff(actor: Actor, id: bigint, now: Date): Promise<void> {
  await authorize(actor, "diagnostic.open", roundObject(id));
  await settingsTransaction(async (tx) => {
    requireOpen(await lockRound(tx, id));
    await tx.rows(Prisma.sql`
      UPDATE diagnostic_rounds SET called_off_at = ${now}
      WHERE id = ${id} AND revealed_at IS NULL AND called_off_at IS NULL`);
    await audit(tx, { actor, action: "diagnostic.call_off", object: roundObject(id), after: { called_off: true } });
  });
}

/**
 * "Write a single answer": opens the draft of the agreement, or finds it, and remembers that it came from this round.
 * @returns the version to edit
 * @throws AppError FORBIDDEN, NOT_FOUND, HIDDEN_UNTIL_ALL, ALREADY_SIGNED when a signed version waits for its day
 */
export async function writeSingleAnswer(actor: Actor, id: bigint): Promise<number> {
  const object = roundObject(id);
  await authorize(actor, "agreement.edit", object);
  return loggingRefusals(actor, "agreement.edit", object, () =>
    settingsTransaction(async (tx) => {
      if ((await lockRound(tx, id)).revealedAt === null) throw hiddenUntilAll();
      const version = await openDraft(tx, actor);
      await tx.rows(Prisma.sql`UPDATE diagnostic_rounds SET draft_version = ${version} WHERE id = ${id}`);
      const after = { draft: version };
      await audit(tx, { actor, action: "diagnostic.draft", object, after, agreementVersion: version });
      return version;
    }),
  );
}
