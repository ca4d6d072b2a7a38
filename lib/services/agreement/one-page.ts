import "server-only";
import { fetchPageLabels } from "@/lib/data/agreement-page";
import { fetchDocument } from "@/lib/data/agreement-versions";
import { overOnePage, pageUse } from "@/lib/domain/one-page/page-use";
import { AppError } from "@/lib/errors";
import type { Tx } from "@/lib/services/sql";

/**
 * Refuses a version that does not fit one A4 and one Letter page at 10 pt (product.md C2), as it stands in the transaction:
 * call it after the write that may have made it longer. `field` is the key of what takes most lines: one of the eight fields,
 * `required_data`, `spend_policy` or `translation`.
 * @throws AppError OVER_ONE_PAGE with the overflow in lines, NOT_FOUND
 */
export async function requireOnePage(tx: Tx, version: number): Promise<void> {
  const [document, labels] = [await fetchDocument(tx.rows, version), await fetchPageLabels(tx.rows)];
  const over = overOnePage(pageUse(document, labels));
  if (over) throw new AppError(over.code, { field: over.field, message: over.message, details: over.details });
}
