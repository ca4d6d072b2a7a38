import "server-only";
import { authorize, forbidden, loggingRefusals, may, type Person } from "@/lib/auth/actor";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import { fixState, fixWords, keepHandOver } from "./fixes";
import { requireOwner } from "./owners";
import { checkUnseen, settingsTransaction } from "./settings";
import { onlyRow, type Tx } from "./sql";
import { todayIn } from "./today";

/** A fix as somebody saw it. */
export interface SeenFix {
  id: bigint;
  /** Number of the last audit entry about it when the page was read. */
  seen: bigint;
}

interface OpenFix {
  ownerId: bigint;
  owner: string;
  action: string | null;
  closedOn: string | null;
}

const CLOSED = "This fix was closed meanwhile and stays as it is. Reload the page to see by whom.";

/** The fix, locked; open, unchanged since it was seen, and the actor's to work on. */
async function requireOpen(tx: Tx, actor: Person, { id, seen }: SeenFix): Promise<OpenFix> {
  const [fix] = await tx.rows<OpenFix>(Prisma.sql`
    SELECT f.owner_id AS "ownerId", u.name AS owner, f.action, f.closed_on::text AS "closedOn"
    FROM fixes f JOIN users u ON u.id = f.owner_id WHERE f.id = ${id} FOR UPDATE OF f`);
  if (!fix) throw new AppError("NOT_FOUND", { message: "There is no such fix. Reload the page." });
  if (fix.ownerId !== actor.id && !may(actor, "fixes.open")) {
    throw forbidden(`This fix is ${fix.owner}'s. Its owner works on it, or who may open fixes. Nothing has changed.`);
  }
  if (fix.closedOn !== null) throw new AppError("FIX_CLOSED", { message: CLOSED });
  await checkUnseen(tx, `fix:${id}`, seen);
  return fix;
}

interface FixWork {
  verb: "write" | "hand_over" | "close";
  /** The update of the row, which is open and locked; what the audit entry says beside the state. */
  write: (tx: Tx, fix: OpenFix) => Promise<object | null>;
}

/** The one shape of work on an open fix: permission → transaction → still open and unchanged → `write` → audit. */
async function work(actor: Person, seen: SeenFix, { verb, write }: FixWork): Promise<void> {
  const object = `fix:${seen.id}`;
  await authorize(actor, "fixes.work", object);
  await loggingRefusals(actor, "fixes.work", object, () =>
    settingsTransaction(async (tx) => {
      const fix = await requireOpen(tx, actor, seen);
      const before = await onlyRow<object>(tx, fixState(seen.id));
      const more = await write(tx, fix);
      const after = { ...(await onlyRow<object>(tx, fixState(seen.id))), ...more };
      await audit(tx, { actor, action: `fix.${verb}`, object, before, after });
    }),
  );
}

const unchanged = () =>
  new AppError("UNCHANGED", { message: "Nothing here differs from what is stored, so nothing was saved." });

/**
 * Writes what is done about a reason, or writes it anew; what stood before stays in the audit log.
 * @throws AppError FORBIDDEN, NOT_FOUND, FIX_CLOSED, CONFLICT, FIX_ACTION_MISSING, TEXT_TOO_LONG, UNCHANGED
 */
export async function writeFixAction(actor: Person, input: SeenFix & { action: string }): Promise<void> {
  await work(actor, input, {
    verb: "write",
    write: async (tx, fix) => {
      const action = fixWords(input.action, "action", "FIX_ACTION_MISSING");
      if (fix.action === action) throw unchanged();
      await tx.rows(Prisma.sql`UPDATE fixes SET action = ${action} WHERE id = ${input.id} AND closed_on IS NULL`);
      return null;
    },
  });
}

/**
 * Hands a fix over to another person; its due date stays. Who had it until then is kept: a miss stays with who had it when it fell due.
 * @throws AppError FORBIDDEN, NOT_FOUND, FIX_CLOSED, CONFLICT, OWNER_NOT_PERSON, UNCHANGED
 */
export async function handOverFix(
  actor: Person,
  input: SeenFix & { ownerId: bigint | null },
  now: Date,
): Promise<void> {
  await work(actor, input, {
    verb: "hand_over",
    write: async (tx, fix) => {
      await requireOwner(tx, input.ownerId, "a fix");
      if (fix.ownerId === input.ownerId) throw unchanged();
      await tx.rows(
        Prisma.sql`UPDATE fixes SET owner_id = ${input.ownerId} WHERE id = ${input.id} AND closed_on IS NULL`,
      );
      await keepHandOver(tx, { id: input.id, from: fix.ownerId, on: await todayIn(tx, now) });
      return null;
    },
  });
}

/**
 * Closes a fix with what shows that it works (product.md D3). One whose action nobody has written is not closed.
 * @throws AppError FORBIDDEN, NOT_FOUND, FIX_CLOSED, CONFLICT, FIX_ACTION_MISSING, FIX_EVIDENCE_MISSING, TEXT_TOO_LONG
 */
export async function closeFix(actor: Person, input: SeenFix & { evidence: string }, now: Date): Promise<void> {
  await work(actor, input, {
    verb: "close",
    write: async (tx, fix) => {
      const evidence = fixWords(input.evidence, "evidence", "FIX_EVIDENCE_MISSING");
      if (fix.action === null) {
        throw new AppError("FIX_ACTION_MISSING", {
          field: "action",
          message: "Write what was done first: a fix is closed with its action and what shows that it works.",
        });
      }
      const on = await todayIn(tx, now);
      await tx.rows(Prisma.sql`
        UPDATE fixes SET closed_on = greatest(opened_on, ${on}::date), closed_by_id = ${actor.id}, evidence = ${evidence}
        WHERE id = ${input.id} AND closed_on IS NULL`);
      return { closed: on, evidence };
    },
  });
}
