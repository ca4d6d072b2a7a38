import "server-only";
import { fetchPageLabels } from "@/lib/data/agreement-page";
import { fetchDocument } from "@/lib/data/agreement-versions";
import { overOnePage, type PageUse, pageUse } from "@/lib/domain/one-page/page-use";
import { AppError } from "@/lib/errors";
import type { Tx } from "@/lib/services/sql";

async function measure(tx: Tx, version: number): Promise<PageUse> {
  return pageUse(await fetchDocument(tx.rows, version), await fetchPageLabels(tx.rows));
}

function refuseOver(use: PageUse): void {
  const over = overOnePage(use);
  if (over) throw new AppError(over.code, { field: over.field, message: over.message, details: over.details });
}

/**
 * Refuses a version that does not fit one A4 and one Letter page at 10 pt (product.md C2), as it stands in the transaction.
 * `field` is the key of what takes most lines: one of the eight fields, `required_data`, `spend_policy` or `translation`.
 * @throws AppError OVER_ONE_PAGE with the overflow in lines, NOT_FOUND
 */
export async function requireOnePage(tx: Tx, version: number): Promise<void> {
  refuseOver(await measure(tx, version));
}

/**
 * Writes into a draft and refuses what makes it longer than one page. One that was too long already, because the provisional
 * terms were, may be shortened step by step: it cannot be proposed before it fits.
 * @throws AppError OVER_ONE_PAGE, and what `write` throws
 */
export async function onOnePage(tx: Tx, version: number, write: () => Promise<unknown>): Promise<void> {
  const before = await measure(tx, version);
  await write();
  const after = await measure(tx, version);
  if (after.overBy > 0 && after.used >= before.used) refuseOver(after);
}
