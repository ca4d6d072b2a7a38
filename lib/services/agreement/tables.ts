import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { type AgreedTables, draftObject, fetchTables } from "@/lib/data/agreed-tables";
import { checkUnseen, type Edit, editSettings, type Written } from "@/lib/services/settings";
import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { openDraft } from "./drafts";
import { onOnePage } from "./one-page";

/** The tables that a version holds as JSON, beside those that are read every day. */
const COLUMNS = {
  translation: Prisma.sql`translation`,
  segments: Prisma.sql`segments`,
  working_time: Prisma.sql`working_time`,
};

/**
 * `editSettings` for a table that is part of the agreement (product.md C4): `write` gets the tables as they are live and as they
 * are edited, and nobody else has changed either since the editor read them.
 * @throws AppError as `editSettings`
 */
export async function editTable(
  actor: Actor,
  edit: Edit,
  write: (tx: Tx, tables: AgreedTables) => Promise<Written>,
): Promise<void> {
  await editSettings(actor, "settings.edit", edit, async (tx) => {
    const tables = await fetchTables(tx.rows);
    if (tables.open) await checkUnseen(tx, draftObject(edit.object, tables.open.version), edit.seen);
    return write(tx, tables);
  });
}

/**
 * Stores a table in the version that is being written, made now if there is none.
 * @returns what the audit log says was edited
 * @throws AppError ALREADY_SIGNED, OVER_ONE_PAGE
 */
export async function intoDraft(
  tx: Tx,
  actor: Actor,
  object: string,
  [column, value]: [keyof typeof COLUMNS, object],
): Promise<Required<Pick<Written, "object" | "agreementVersion">>> {
  const version = await openDraft(tx, actor);
  await onOnePage(tx, version, () =>
    tx.rows(Prisma.sql`
      UPDATE agreements SET ${COLUMNS[column]} = ${JSON.stringify(value)}::jsonb, updated_at = now() WHERE version = ${version}`),
  );
  return { object: draftObject(object, version), agreementVersion: version };
}
