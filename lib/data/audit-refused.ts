import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import { TRAIL_SIZE } from "./audit-trail";

/** A refused attempt: nothing was written. */
export interface RefusedAttempt {
  id: bigint;
  at: Date;
  who: string;
  actor: string;
  action: string;
  object: string;
  code: string;
}

export interface RefusedPage {
  rows: RefusedAttempt[];
  hasOlder: boolean;
}

/** Refused attempts, latest first, those before `before`. Throws AppError FORBIDDEN. */
export async function readRefused(actor: Actor, before: bigint | null): Promise<RefusedPage> {
  await authorize(actor, "audit.read", "denials");
  const bound = before === null ? Prisma.sql`TRUE` : Prisma.sql`d.id < ${before}`;
  const rows = await db().$queryRaw<RefusedAttempt[]>`
    SELECT d.id, d.at, coalesce(u.name, d.actor) AS who, d.actor, d.action, d.object, d.code
    FROM denials d LEFT JOIN users u ON u.email = d.actor WHERE ${bound} ORDER BY d.id DESC LIMIT ${TRAIL_SIZE + 1}`;
  return { rows: rows.slice(0, TRAIL_SIZE), hasOlder: rows.length > TRAIL_SIZE };
}
