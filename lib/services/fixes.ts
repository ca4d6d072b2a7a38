import "server-only";
import { authorize, type Person } from "@/lib/auth/actor";
import { FIXES_OBJECT } from "@/lib/data/fixes";
import type { IsoDate } from "@/lib/domain/dates";
import { fixDue } from "@/lib/domain/fixes";
import { REASON_TEXTS, type Reason } from "@/lib/domain/reasons";
import { lengthOf, shortText } from "@/lib/domain/short-text";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import { requireOwner } from "./owners";
import { settingsTransaction } from "./settings";
import { onlyRow, type Tx } from "./sql";
import { todayIn } from "./today";

export interface FixToOpen {
  reason: Reason;
  /** Null: every source. */
  sourceCode: string | null;
  ownerId: bigint | null;
  /** In words; null where a snapshot opens it, until its owner has written it. */
  action: string | null;
  openedOn: IsoDate;
  /** The snapshot that opens it, where no person does. */
  snapshotAsOf?: IsoDate;
}

const WORDS = { least: 3, most: 500 };

/** The words of an action or evidence as they are kept. Throws AppError with the code given. */
export function fixWords(input: string, field: "action" | "evidence", code: string): string {
  const text = shortText(input);
  const length = lengthOf(text);
  const asked = field === "action" ? "Write what is done about it" : "Write what shows that it works";
  if (length < WORDS.least) throw new AppError(code, { field, message: `${asked}, in a sentence or two.` });
  if (length <= WORDS.most) return text;
  throw new AppError("TEXT_TOO_LONG", {
    field,
    message: `Shorten this by ${length - WORDS.most} characters, to ${WORDS.most}.`,
  });
}

async function requireSource(tx: Tx, code: string | null): Promise<void> {
  if (code === null) return;
  const [source] = await tx.rows(Prisma.sql`SELECT 1 FROM sources WHERE code = ${code} AND NOT is_unmapped`);
  if (source) return;
  throw new AppError("SOURCE_UNKNOWN", { field: "source", message: "Choose one of the sources, or all of them." });
}

async function issueOpen(tx: Tx, { reason, sourceCode }: FixToOpen): Promise<AppError> {
  const [open] = await tx.rows<{ name: string; label: string | null }>(Prisma.sql`
    SELECT u.name, s.label FROM fixes f JOIN users u ON u.id = f.owner_id LEFT JOIN sources s ON s.code = f.source_code
    WHERE f.reason = ${reason}::rejection_reason AND f.source_code IS NOT DISTINCT FROM ${sourceCode} AND f.closed_on IS NULL`);
  const at = sourceCode === null ? "all sources" : `the source ${open?.label ?? sourceCode}`;
  return new AppError("ISSUE_OPEN", {
    field: "reason",
    message: `A fix of ${REASON_TEXTS[reason].label} for ${at} is open already${open ? `, owned by ${open.name}` : ""}. Close it first, or hand it over.`,
  });
}

/**
 * Opens a fix inside a transaction of the caller, who authorizes and audits (product.md D3): one open fix per reason and
 * source, one named person, due 30 days on. Returns its id.
 * @throws AppError ISSUE_OPEN, OWNER_NOT_PERSON, SOURCE_UNKNOWN, FIX_ACTION_MISSING, TEXT_TOO_LONG
 */
export async function openFixIn(tx: Tx, fix: FixToOpen): Promise<bigint> {
  const { reason, sourceCode, ownerId, openedOn, snapshotAsOf = null } = fix;
  const action = fix.action === null ? null : fixWords(fix.action, "action", "FIX_ACTION_MISSING");
  await requireOwner(tx, ownerId, "a fix");
  await requireSource(tx, sourceCode);
  const [opened] = await tx.rows<{ id: bigint }>(Prisma.sql`
    INSERT INTO fixes (reason, source_code, owner_id, action, opened_on, due_on, snapshot_as_of)
    VALUES (${reason}::rejection_reason, ${sourceCode}, ${ownerId}, ${action}, ${openedOn}::date, ${fixDue(openedOn)}::date,
      ${snapshotAsOf}::date)
    ON CONFLICT (reason, coalesce(source_code, '')) WHERE closed_on IS NULL DO NOTHING RETURNING id`);
  if (!opened) throw await issueOpen(tx, fix);
  return opened.id;
}

export interface FixInput {
  reason: Reason;
  /** Code of a source; "" for every source. */
  source: string;
  ownerId: bigint | null;
  action: string;
}

/**
 * Opens a fix of a reason, everywhere or at one source, with its named person and the action in words (product.md D3).
 * @returns its id
 * @throws AppError FORBIDDEN, ISSUE_OPEN, OWNER_NOT_PERSON, SOURCE_UNKNOWN, FIX_ACTION_MISSING, TEXT_TOO_LONG
 */
export async function openFix(actor: Person, input: FixInput, now: Date): Promise<bigint> {
  await authorize(actor, "fixes.open", FIXES_OBJECT);
  const { reason, ownerId, action } = input;
  const sourceCode = input.source === "" ? null : input.source;
  return settingsTransaction(async (tx) => {
    const id = await openFixIn(tx, { reason, sourceCode, ownerId, action, openedOn: await todayIn(tx, now) });
    const after = await onlyRow<object>(tx, fixState(id));
    await audit(tx, { actor, action: "fix.open", object: `fix:${id}`, after });
    return id;
  });
}

/** Gives an open fix to another person and keeps who had it until then: a miss stays with who had it before its due day. */
export async function handOverIn(
  tx: Tx,
  { id, from, to, on }: { id: bigint; from: bigint; to: bigint; on: IsoDate },
): Promise<void> {
  await tx.rows(Prisma.sql`UPDATE fixes SET owner_id = ${to} WHERE id = ${id} AND closed_on IS NULL`);
  await tx.rows(Prisma.sql`INSERT INTO fix_hand_overs (fix_id, from_id, "on") VALUES (${id}, ${from}, ${on}::date)`);
}

/** A fix as the audit log tells it. */
export function fixState(id: bigint): Prisma.Sql {
  return Prisma.sql`
    SELECT f.reason::text, f.source_code AS source, u.name AS owner, f.action, f.due_on::text AS due
    FROM fixes f JOIN users u ON u.id = f.owner_id WHERE f.id = ${id}`;
}
