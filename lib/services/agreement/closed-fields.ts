import "server-only";
import type { Definition, DefinitionKey } from "@/lib/domain/definition";
import { asksTheSame, fieldLabel } from "@/lib/domain/disputes";
import { fieldsRefused } from "@/lib/services/settings";
import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

/**
 * What the CEO picked about a field holds for 12 months, in every draft (product.md C10).
 * @throws AppError ICP_CLOSED_UNTIL for each field that a new definition would change before then
 */
export async function requireOpenFields(tx: Tx, before: Definition, after: Definition): Promise<void> {
  const closed = await tx.rows<{ field: DefinitionKey; until: string }>(Prisma.sql`
    SELECT field::text, max(closed_until)::text AS until FROM disputes
    WHERE resolved_at IS NOT NULL AND closed_until > agreement_today() GROUP BY field ORDER BY field`);
  const errors = closed
    .filter(({ field }) => !asksTheSame(before[field], after[field]))
    .map(({ field, until }) => ({
      field,
      code: "ICP_CLOSED_UNTIL",
      message: `The CEO has picked what ${fieldLabel(field)} says. It is closed until ${until}; put it back as it was.`,
    }));
  if (errors.length > 0) throw fieldsRefused(errors);
}
