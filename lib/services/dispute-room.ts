import "server-only";
import { fetchPageLabels } from "@/lib/data/agreement-page";
import { fetchDocument, fetchStanding } from "@/lib/data/agreement-versions";
import type { DefinitionKey } from "@/lib/domain/definition";
import { type FieldValue, fieldLabel, withField } from "@/lib/domain/disputes";
import { overOnePage, type PageUse, pageUse } from "@/lib/domain/one-page/page-use";
import { AppError } from "@/lib/errors";
import type { Tx } from "./sql";

const lines = (count: number): string => (count === 1 ? "1 line" : `${count} lines`);

/** The version that is edited, with that value in it. */
async function measureWith(tx: Tx, field: DefinitionKey, value: FieldValue): Promise<PageUse> {
  const { judging, open } = await fetchStanding(tx.rows);
  const document = await fetchDocument(tx.rows, (open ?? judging).version);
  const definition = withField(document.definition, field, value);
  return pageUse({ ...document, definition }, await fetchPageLabels(tx.rows));
}

function refuse(use: PageUse, field: string, message: string): never {
  throw new AppError("OVER_ONE_PAGE", { field, message, details: overOnePage(use)?.details });
}

/**
 * A position is one that the CEO can pick: with it the agreement fits one page (product.md C2). After the pick nobody could
 * shorten the field for 12 months.
 * @throws AppError OVER_ONE_PAGE at the field
 */
export async function requireRoom(tx: Tx, field: DefinitionKey, value: FieldValue): Promise<void> {
  const use = await measureWith(tx, field, value);
  if (use.fits) return;
  const over = `With this position the agreement is ${lines(use.overBy)} over one page`;
  const { key, label, lines: taken } = use.largest;
  if (key === field) refuse(use, field, `${over}: shorten ${label}, which takes ${lines(taken)}.`);
  const cure = `Shorten ${fieldLabel(field)}, or ask the VP RevOps to shorten ${label} first, which takes ${lines(taken)}.`;
  refuse(use, field, `${over}. ${cure}`);
}

/**
 * The same for what the CEO picks: the draft may have grown since the position was stated.
 * @param side whose position, in capitals
 * @throws AppError OVER_ONE_PAGE, which says who must shorten what first
 */
export async function requireRoomForPick(
  tx: Tx,
  { field, value, side }: { field: DefinitionKey; value: FieldValue; side: string },
): Promise<void> {
  const use = await measureWith(tx, field, value);
  if (use.fits) return;
  const { key, label, lines: taken } = use.largest;
  const what = `${label}, which takes ${lines(taken)}`;
  const cure =
    key === field
      ? `The ${side} must state a shorter position first: ${what}.`
      : `The VP RevOps must shorten ${what}, in the draft first.`;
  refuse(use, "side", `With this pick the agreement is ${lines(use.overBy)} over one page. ${cure} Then pick again.`);
}
