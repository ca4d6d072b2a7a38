import "server-only";
import { type Actor, authorize, may, type Person } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { coverageOf, READER_ROLES, type RoleCount, TEAMS, type TeamCoverage } from "@/lib/domain/coverage";
import { QUESTIONS, type ReadingQuestion, readingCheck } from "@/lib/domain/reading-check";
import type { Role } from "@/lib/domain/roles";
import { Prisma } from "@/prisma/generated/client";
import { fetchDocument, type Rows, rowsOf } from "./agreement-versions";
import type { Reader } from "./reader";

export const receiptsObject = (version: number): string => `receipts:${version}`;

/** How far the version in force is read. */
export interface Coverage {
  version: number;
  teams: TeamCoverage[];
}

/** Active people who must read, with what they confirmed of the version in force; none while nothing is in force. */
const READERS = Prisma.sql`
  FROM agreements a CROSS JOIN users u LEFT JOIN agreement_receipts r ON r.agreement_version = a.version AND r.user_id = u.id
  WHERE a.status = 'in_force' AND u.active AND u.role = ANY(${READER_ROLES}::user_role[])`;

/** By team (no gate), null while nothing is in force: one small statement for the Monday page. */
export async function fetchCoverage(reader: Reader): Promise<Coverage | null> {
  const rows = await reader.$queryRaw<(RoleCount & { version: number })[]>(Prisma.sql`
    SELECT a.version, u.role::text, count(*)::int AS of, count(r.user_id)::int AS read ${READERS} GROUP BY 1, 2`);
  const [first] = rows;
  return first ? { version: first.version, teams: coverageOf(rows) } : null;
}

/** One team with, for those who may chase them, who has not read and how the questions were answered. */
export interface TeamReceipts extends TeamCoverage {
  people: {
    missing: string[];
    /** How many took the three questions, and how many of them had all right. */
    checked: number;
    allRight: number;
  } | null;
}

export interface ReceiptsPage {
  version: number;
  inForceAt: Date;
  teams: TeamReceipts[];
}

interface ReaderRow {
  version: number;
  inForceAt: Date;
  role: Role;
  name: string;
  hasRead: boolean;
  score: number | null;
}

/**
 * Coverage of the version in force by team, null while nothing is in force. Names and answers are for the three who sign
 * (`agreement.sign`). Throws AppError FORBIDDEN.
 */
export async function readReceipts(actor: Actor): Promise<ReceiptsPage | null> {
  await authorize(actor, "agreement.read", "receipts");
  const rows = await db().$queryRaw<ReaderRow[]>(Prisma.sql`
    SELECT a.version, a.in_force_at AS "inForceAt", u.role::text, u.name, r.user_id IS NOT NULL AS "hasRead",
      (SELECT c.score FROM reading_checks c WHERE c.agreement_version = a.version AND c.user_id = u.id) AS score
    ${READERS} ORDER BY u.name, u.id`);
  const [first] = rows;
  if (!first) return null;
  const counts = rows.map(({ role, hasRead }) => ({ role, of: 1, read: hasRead ? 1 : 0 }));
  const canChase = may(actor, "agreement.sign");
  const teams = coverageOf(counts).map((team): TeamReceipts => {
    const roles: readonly Role[] = TEAMS.find(({ key }) => key === team.key)?.roles ?? [];
    const own = rows.filter(({ role }) => roles.includes(role));
    const people = {
      missing: own.filter(({ hasRead }) => !hasRead).map(({ name }) => name),
      checked: own.filter(({ score }) => score !== null).length,
      allRight: own.filter(({ score }) => score === QUESTIONS).length,
    };
    return { ...team, people: canChase ? people : null };
  });
  return { version: first.version, inForceAt: first.inForceAt, teams };
}

/** The three questions of a person about a version, with the right answers (no gate). Throws AppError NOT_FOUND. */
export async function fetchReadingCheck(rows: Rows, version: number, userId: bigint): Promise<ReadingQuestion[]> {
  const document = await fetchDocument(rows, version);
  const sources = await rows<{ code: string; label: string }>(Prisma.sql`SELECT code, label FROM sources`);
  const labels = new Map(sources.map(({ code, label }) => [code, label]));
  return readingCheck(document, String(userId), (code) => labels.get(code) ?? code);
}

/** What a person has confirmed of the version in force, with the questions once they have. */
export interface OwnReceipt {
  version: number;
  readAt: Date | null;
  /** Null: the questions are not taken. */
  score: number | null;
  questions: ReadingQuestion[];
}

/** Null while nothing is in force, and for those who confirm nothing (the CEO). Throws AppError FORBIDDEN. */
export async function readOwnReceipt(person: Person): Promise<OwnReceipt | null> {
  await authorize(person, "agreement.read", "receipts");
  if (!may(person, "agreement.acknowledge")) return null;
  const [own] = await db().$queryRaw<Omit<OwnReceipt, "questions">[]>(Prisma.sql`
    SELECT a.version, r.read_at AS "readAt", c.score FROM agreements a
    LEFT JOIN agreement_receipts r ON r.agreement_version = a.version AND r.user_id = ${person.id}
    LEFT JOIN reading_checks c ON c.agreement_version = a.version AND c.user_id = ${person.id}
    WHERE a.status = 'in_force'`);
  if (!own) return null;
  const questions = own.readAt ? await fetchReadingCheck(rowsOf(db()), own.version, person.id) : [];
  return { ...own, questions };
}
