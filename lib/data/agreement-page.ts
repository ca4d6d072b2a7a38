import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { Definition } from "@/lib/domain/definition";
import type { PageLabels } from "@/lib/domain/one-page/labels";
import { type PageUse, pageUse } from "@/lib/domain/one-page/page-use";
import { Prisma } from "@/prisma/generated/client";
import { fetchDocument, fetchStanding, type Rows, rowsOf } from "./agreement-versions";
import { settingsMissing } from "./settings-missing";

/** Names on the page that are no part of what is signed (no gate). */
const LABELS = Prisma.sql`
  SELECT name AS organisation, currency::text, cmo_title AS "cmoTitle",
    (SELECT coalesce(json_agg(json_build_object('code', s.code, 'label', s.label, 'isActive', s.is_active)
      ORDER BY s.position, s.code COLLATE "C"), '[]') FROM sources s WHERE NOT s.is_unmapped) AS sources,
    (SELECT coalesce(json_agg(json_build_object('code', g.code, 'label', g.label) ORDER BY g.position), '[]') FROM segments g) AS segments
  FROM organisation WHERE id = 1`;

/** What the page says besides its document, for measuring inside a transaction too. No gate. Throws AppError SETTINGS_MISSING. */
export async function fetchPageLabels(rows: Rows): Promise<PageLabels> {
  const [labels] = await rows<PageLabels>(LABELS);
  if (labels) return labels;
  throw settingsMissing();
}

/** Throws AppError FORBIDDEN, SETTINGS_MISSING. */
export async function readPageLabels(actor: Actor): Promise<PageLabels> {
  await authorize(actor, "agreement.read", "agreement");
  return fetchPageLabels(rowsOf(db()));
}

/** How much of one page the open draft takes, else the agreement that judges (no gate). Throws AppError SETTINGS_MISSING. */
async function fetchPageUse(rows: Rows, definition: Definition | null): Promise<PageUse> {
  const { judging, open } = await fetchStanding(rows);
  const [document, labels] = await Promise.all([fetchDocument(rows, (open ?? judging).version), fetchPageLabels(rows)]);
  return pageUse(definition ? { ...document, definition } : document, labels);
}

/**
 * How much of one page the agreement that is being written takes, with another definition where one is tried (product.md C2).
 * Throws AppError FORBIDDEN, SETTINGS_MISSING.
 */
export async function readPageUse(actor: Actor, definition: Definition | null): Promise<PageUse> {
  await authorize(actor, "agreement.read", "agreement");
  return fetchPageUse(rowsOf(db()), definition);
}
