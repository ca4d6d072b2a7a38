import "server-only";
import { isDeepStrictEqual } from "node:util";
import { type Actor, authorize } from "@/lib/auth/actor";
import { pool } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import { pgTx, type Tx } from "./sql";

/** What somebody edits, as they saw it. */
export interface Edit {
  /** As the audit log names it: "sources", "floors:1". */
  object: string;
  /** Number of the last audit entry about it when the page was read; 0 for none. */
  seen: bigint;
}

/** What a write of settings did. The states go into the audit log and are read by people. */
export interface Written {
  /** noun.verb: "source.rename". */
  action: string;
  before: object | null;
  after: object | null;
  /** Why, in the editor's words; kept beside the state after. */
  reason?: string;
  agreementVersion?: number;
  /** What was edited in the end, where that is a draft made for it; `Edit.object` when left out. */
  object?: string;
  /** Derived figures that follow from the change and need its audit entry. It is the last step of the transaction. */
  follow?: (auditSeq: bigint) => Promise<void>;
}

/** Two writers that locked each other out; the one that gave way starts again. */
const DEADLOCK = "40P01";
const ATTEMPTS = 3;

/**
 * The one shape of a write of settings: permission → transaction → nobody else changed it since it was read → `write`, which
 * applies rule and update → audit. Writers of settings wait for each other; a refusal of `write` leaves everything as it was.
 * It runs on a raw connection, like an import: a change of the lookback computes every credit again.
 * @throws AppError FORBIDDEN, CONFLICT (says who and when), UNCHANGED, and what `write` throws
 */
export async function editSettings(
  actor: Actor,
  permission: "settings.edit" | "agreement.edit" | "brief.edit" | "brief.sign",
  edit: Edit,
  write: (tx: Tx) => Promise<Written>,
): Promise<void> {
  await authorize(actor, permission, edit.object);
  await settingsTransaction((tx) => writeOnce(tx, actor, edit, write));
}

/**
 * A transaction on a raw connection in which nobody else writes settings or moves the agreement on; started again where two
 * locked each other out.
 */
export async function settingsTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(async (tx) => {
        await lock(tx, "settings");
        return work(tx);
      });
    } catch (error) {
      if (attempt === ATTEMPTS || !isDeadlock(error)) throw asRefusal(error);
    }
  }
}

/** SQLSTATE of the guards of the database, of the agreement and of the loop; their words begin with a code ("FROZEN: …"). */
const GUARDED = "AC002";

/** What a guard of the database refused, as a refusal that people can read; anything else as it is. */
function asRefusal(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || error.code !== GUARDED) return error;
  const [, code = "FROZEN", words = error.message] = /^([A-Z_]+): (.+)$/s.exec(error.message) ?? [];
  const message = `Nothing was saved: ${words}. Reload the page to see where things stand.`;
  return new AppError(code, { message, status: code === "NOT_A_SIGNER" ? 403 : 409 });
}

async function inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let isBroken = false;
  try {
    await client.query("BEGIN");
    const done = await work(pgTx(client));
    await client.query("COMMIT");
    return done;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    client.release(isBroken);
  }
}

async function writeOnce(
  tx: Tx,
  actor: Actor,
  { object, seen }: Edit,
  write: (tx: Tx) => Promise<Written>,
): Promise<void> {
  await checkUnseen(tx, object, seen);
  const { action, before, after, reason, agreementVersion, follow, ...written } = await write(tx);
  if (isDeepStrictEqual(before, after)) {
    throw new AppError("UNCHANGED", { message: "Nothing here differs from what is stored, so nothing was saved." });
  }
  const noted = reason === undefined ? after : { ...after, reason };
  const auditSeq = await audit(tx, {
    actor,
    action,
    object: written.object ?? object,
    before,
    after: noted,
    agreementVersion,
  });
  await follow?.(auditSeq);
}

/** Waits for its turn until the end of the transaction; imports hold `ingest`, the derived figures `facts`. */
export async function lock(tx: Tx, name: "settings" | "ingest" | "spend" | "facts" | "reminders"): Promise<void> {
  await tx.rows(Prisma.sql`SELECT pg_advisory_xact_lock(hashtext(${`accord.${name}`}))::text`);
}

/** Refuses an edit of something that has changed since the editor read it. The audit log knows who did. Throws AppError CONFLICT. */
export async function checkUnseen(tx: Tx, object: string, seen: bigint): Promise<void> {
  const [newer] = await tx.rows<{ who: string; at: string }>(Prisma.sql`
    SELECT coalesce(u.name, a.actor) AS who, to_char(a.at AT TIME ZONE o.time_zone, 'HH24:MI on FMDD FMMonth') AS at
    FROM audit_log a CROSS JOIN organisation o LEFT JOIN users u ON u.id = a.actor_id
    WHERE a.object = ${object} AND a.seq > ${seen} ORDER BY a.seq DESC LIMIT 1`);
  if (!newer) return;
  throw new AppError("CONFLICT", {
    message: `${newer.who} changed this at ${newer.at}, after you opened it, so nothing of yours was saved. Look at the change, then save again.`,
    details: { by: newer.who, at: newer.at },
  });
}

function isDeadlock(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === DEADLOCK;
}

/** Why a setting was changed, as it is kept. Throws AppError CHANGE_REASON_REQUIRED. */
export function changeReason(text: string): string {
  const reason = text.normalize("NFC").trim().replace(/\s+/gu, " ");
  if (reason.length >= 3 && reason.length <= 500) return reason;
  throw new AppError("CHANGE_REASON_REQUIRED", {
    field: "reason",
    message: "Say in a few words why you change this, up to 500 characters: it is kept beside the change.",
  });
}

/** Errors of several fields at once: the first stands for all, the list is in the details. */
export function fieldsRefused(
  errors: readonly { readonly field: string; readonly code: string; readonly message: string }[],
): AppError {
  const [first] = errors;
  if (!first) throw new Error("a refusal needs an error");
  const { field, code, message } = first;
  const all = errors.map((error) => ({ field: error.field, code: error.code, message: error.message }));
  return new AppError(code, { field, message, details: { errors: all } });
}
