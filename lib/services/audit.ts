import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { Prisma } from "@/prisma/generated/client";
import { onlyRow, type Tx } from "./sql";

export interface AuditRecord {
  actor: Actor;
  /** What was done, as noun.verb: "person.change_role". */
  action: string;
  /** To what: "user:12". */
  object: string;
  /** State before and after; left out where there was none. Never a secret: rows are read by people. */
  before?: object | null;
  after?: object | null;
  agreementVersion?: number | null;
}

/** JSON of a state: bigints as decimal strings, dates as ISO text. */
function json(state: object | null | undefined): string | null {
  if (state == null) return null;
  return JSON.stringify(state, (_, value) => (typeof value === "bigint" ? String(value) : value));
}

/** The expression that appends the link and gives its number: for a write that is one statement. */
export function auditLink(record: AuditRecord): Prisma.Sql {
  const { actor, action, object, before, after, agreementVersion = null } = record;
  return Prisma.sql`audit_append(${actor.id}::bigint, ${actor.label}::text, ${action}::text, ${object}::text,
    ${json(before)}::jsonb, ${json(after)}::jsonb, ${agreementVersion}::int)`;
}

/**
 * Appends one link to the audit chain inside the transaction of the write, and returns its number. The head of the
 * chain stays locked until that transaction ends: call it last.
 */
export async function audit(tx: Tx, record: AuditRecord): Promise<bigint> {
  const { seq } = await onlyRow<{ seq: bigint }>(tx, Prisma.sql`SELECT ${auditLink(record)} AS seq`);
  return seq;
}
