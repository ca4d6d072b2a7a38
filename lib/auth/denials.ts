import "server-only";
import { db } from "@/lib/db";
import type { AppError } from "@/lib/errors";

export interface Refused {
  /** Who, as in the audit log: an e-mail address, `key:…`, `system:…`. */
  actor: string;
  /** What was asked for: a permission, or the name of an action. */
  action: string;
  /** What it was asked of: an address, `lead:12`; empty when it is the same as the action. */
  object?: string;
}

const recorded = new WeakSet<AppError>();

/**
 * Writes a refusal into the denial log, once per error however many gates it passes. On a connection of its own:
 * the transaction that was refused is rolled back, this row must stay. Throws when it cannot be written.
 */
export async function recordDenial(error: AppError, { actor, action, object = "" }: Refused): Promise<void> {
  if (recorded.has(error)) return;
  recorded.add(error);
  await db().denial.create({ data: { actor, action, object: object.slice(0, 500), code: error.code } });
}
