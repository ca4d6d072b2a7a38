import "server-only";
import type { IsoDate } from "@/lib/domain/dates";
import type { DecisionType } from "@/lib/domain/reviews";
import { targetName } from "@/lib/domain/unit-names";
import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { conflict, type LockedReview } from "./room";

/** The one decision of a review as it is recorded. */
export interface Decided {
  id: bigint;
  type: DecisionType;
  unit: string;
  clockId: bigint | null;
  /** Where budget goes: its code, and its name of today. */
  toSource: string | null;
  receiver: string | null;
  until: IsoDate | null;
  action: string | null;
  fixSource: string | null;
  ownerId: bigint;
  owner: string;
  dueOn: IsoDate;
  /** Who recorded it. */
  by: string;
}

export async function standingDecision(tx: Tx, { id }: LockedReview): Promise<Decided | undefined> {
  const [decision] = await tx.rows<Decided>(Prisma.sql`
    SELECT d.id, d.type::text, d.unit, d.clock_id AS "clockId", d.to_source AS "toSource", s.label AS receiver, d.until::text, d.action,
      d.fix_source AS "fixSource", d.owner_id AS "ownerId", u.name AS owner, d.due_on::text AS "dueOn", taker.name AS by
    FROM review_decisions d JOIN users u ON u.id = d.owner_id JOIN users taker ON taker.id = d.decided_by_id
      LEFT JOIN sources s ON s.code = d.to_source
    WHERE d.review_id = ${id}`);
  return decision;
}

/** The decision in the words of the page: "kill Webinar, Enterprise". */
export async function wordsOf(tx: Tx, { type, unit }: Pick<Decided, "type" | "unit">): Promise<string> {
  const labels = async (table: "sources" | "segments") => {
    const rows = await tx.rows<{ code: string; label: string }>(
      Prisma.sql`SELECT code::text, label FROM ${Prisma.raw(table)}`,
    );
    const names = new Map(rows.map(({ code, label }) => [code, label]));
    return (code: string) => names.get(code) ?? code;
  };
  const [source, segment] = [await labels("sources"), await labels("segments")];
  return `${type} ${targetName(type, unit, { source, segment })}`;
}

/**
 * The decision that somebody acts on, if it is still the one they saw.
 * @param missing said where none is recorded
 * @throws AppError DECISION_MISSING, CONFLICT
 */
export async function requireSeen(tx: Tx, review: LockedReview, seen: bigint, missing: string): Promise<Decided> {
  const decision = await standingDecision(tx, review);
  if (!decision) throw conflict("DECISION_MISSING", missing);
  if (decision.id === seen) return decision;
  const words = await wordsOf(tx, decision);
  throw conflict(
    "CONFLICT",
    `The decision that you saw was taken back, and ${decision.by} has recorded another one: ${words}. Nothing has changed: look at that one first.`,
    { details: { by: decision.by } },
  );
}
