import "server-only";
import { type Actor, authorize, loggingRefusals, may } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { DiagnosticAnswer } from "@/lib/domain/diagnostic";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import type { Reader } from "./reader";

export const DIAGNOSTIC_OBJECT = "diagnostic";
export const roundObject = (id: bigint | string): string => `${DIAGNOSTIC_OBJECT}:${id}`;

/** One of the two who are asked. */
export interface Participant {
  id: bigint;
  name: string;
  answeredAt: Date | null;
  /** Is active and still has a role with `diagnostic.answer`. */
  canAnswer: boolean;
}

/** A round of the diagnostic without its answers: who has answered is no secret. */
export interface Round {
  id: bigint;
  openedAt: Date;
  cro: Participant;
  cmo: Participant;
  /** All have answered: from then on the answers are shown. */
  revealedAt: Date | null;
  calledOffAt: Date | null;
  /** The draft that was opened from it. */
  draftVersion: number | null;
}

export interface Candidate {
  id: bigint;
  name: string;
}

export interface DiagnosticPage {
  /** Latest first. */
  rounds: Round[];
  /** Whom RevOps may ask; nobody for those who may not open a round. */
  candidates: Record<"cro" | "cmo", Candidate[]>;
  /** What the reader has answered in the round that is open. */
  own: DiagnosticAnswer | null;
}

type RoundRow = Omit<Round, "cro" | "cmo"> & {
  croId: bigint;
  cro: string;
  croAnsweredAt: Date | null;
  croCanAnswer: boolean;
  cmoId: bigint;
  cmo: string;
  cmoAnsweredAt: Date | null;
  cmoCanAnswer: boolean;
};

const ROUNDS = Prisma.sql`
  SELECT r.id, r.opened_at AS "openedAt", r.cro_id AS "croId", o.name AS cro, r.cro_answered_at AS "croAnsweredAt",
    o.active AND o.role IN ('cro', 'cmo') AS "croCanAnswer", r.cmo_id AS "cmoId", m.name AS cmo, r.cmo_answered_at AS "cmoAnsweredAt",
    m.active AND m.role IN ('cro', 'cmo') AS "cmoCanAnswer", r.revealed_at AS "revealedAt",
    r.called_off_at AS "calledOffAt", r.draft_version AS "draftVersion"
  FROM diagnostic_rounds r JOIN users o ON o.id = r.cro_id JOIN users m ON m.id = r.cmo_id ORDER BY r.id DESC`;

function roundOf({
  croId,
  cro,
  croAnsweredAt,
  croCanAnswer,
  cmoId,
  cmo,
  cmoAnsweredAt,
  cmoCanAnswer,
  ...row
}: RoundRow): Round {
  return {
    ...row,
    cro: { id: croId, name: cro, answeredAt: croAnsweredAt, canAnswer: croCanAnswer },
    cmo: { id: cmoId, name: cmo, answeredAt: cmoAnsweredAt, canAnswer: cmoCanAnswer },
  };
}

const TEXTS = Prisma.sql`
  sentence, firmographic, industries, tech_stack, behaviour, titles, geography, disqualifiers, time_decay`;

/** Whose hidden answer the rest of a transaction may see: the database shows nobody another's (policy diagnostic_answers_read). */
export const asReader = (id: bigint): Prisma.Sql => Prisma.sql`SELECT set_config('accord.reader', ${String(id)}, true)`;

function ownAnswer(actor: Actor, round: Round | undefined): Promise<DiagnosticAnswer | null> {
  const isAsked = round && [round.cro.id, round.cmo.id].some((id) => id === actor.id);
  if (!isAsked || actor.id === null) return Promise.resolve(null);
  const { id } = actor;
  return db().$transaction(async (tx) => {
    await tx.$queryRaw(asReader(id));
    const [answer] = await tx.$queryRaw<DiagnosticAnswer[]>`
      SELECT ${TEXTS} FROM diagnostic_answers WHERE round_id = ${round.id} AND user_id = ${id}`;
    return answer ?? null;
  });
}

async function fetchCandidates(reader: Reader): Promise<DiagnosticPage["candidates"]> {
  const people = await reader.$queryRaw<(Candidate & { role: "cro" | "cmo" })[]>`
    SELECT id, name, role::text FROM users WHERE active AND role IN ('cro', 'cmo') ORDER BY name, id`;
  const of = (wanted: string) => people.filter(({ role }) => role === wanted).map(({ id, name }) => ({ id, name }));
  return { cro: of("cro"), cmo: of("cmo") };
}

export const isOpenRound = ({ revealedAt, calledOffAt }: Pick<Round, "revealedAt" | "calledOffAt">): boolean =>
  revealedAt === null && calledOffAt === null;

/** All rounds of the diagnostic, without what was answered (product.md C9). Throws AppError FORBIDDEN. */
export async function readDiagnostic(actor: Actor): Promise<DiagnosticPage> {
  await authorize(actor, "agreement.read", DIAGNOSTIC_OBJECT);
  const rounds = (await db().$queryRaw<RoundRow[]>(ROUNDS)).map(roundOf);
  const candidates = may(actor, "diagnostic.open") ? await fetchCandidates(db()) : { cro: [], cmo: [] };
  return { rounds, candidates, own: await ownAnswer(actor, rounds.find(isOpenRound)) };
}

interface AnswerRow extends DiagnosticAnswer {
  side: "cro" | "cmo";
}

/**
 * What both have answered, once both have (product.md C9). Whoever asks before is refused and logged, whatever the role.
 * @throws AppError FORBIDDEN, NOT_FOUND, HIDDEN_UNTIL_ALL (403)
 */
export async function readAnswers(actor: Actor, id: bigint): Promise<Record<"cro" | "cmo", DiagnosticAnswer>> {
  const object = roundObject(id);
  await authorize(actor, "agreement.read", object);
  return loggingRefusals(actor, "agreement.read", object, async () => {
    const [round] = await db().$queryRaw<{ isRevealed: boolean }[]>`
      SELECT revealed_at IS NOT NULL AS "isRevealed" FROM diagnostic_rounds WHERE id = ${id}`;
    if (!round) throw noRound();
    if (!round.isRevealed) throw hiddenUntilAll();
    const rows = await db().$queryRaw<AnswerRow[]>`
      SELECT CASE WHEN a.user_id = r.cro_id THEN 'cro' ELSE 'cmo' END AS side, ${TEXTS}
      FROM diagnostic_answers a JOIN diagnostic_rounds r ON r.id = a.round_id WHERE r.id = ${id}`;
    const of = (wanted: string): DiagnosticAnswer => {
      const found = rows.find(({ side }) => side === wanted);
      if (!found) throw new Error(`round ${id} is shown without the answer of the ${wanted}`);
      const { side: _side, ...answer } = found;
      return answer;
    };
    return { cro: of("cro"), cmo: of("cmo") };
  });
}

export function noRound(): AppError {
  return new AppError("NOT_FOUND", { message: "There is no such round. Go back to the diagnostic." });
}

export function hiddenUntilAll(): AppError {
  return new AppError("HIDDEN_UNTIL_ALL", {
    message: "Answers are hidden from everybody until all have answered. Wait for the other answer.",
  });
}
