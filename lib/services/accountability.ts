import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { ACCOUNTABILITY_OBJECT } from "@/lib/data/accountability";
import { type BdrHome, isBdrHome } from "@/lib/domain/accountability";
import { roleLabel } from "@/lib/domain/roles";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { editSettings } from "./settings";
import { onlyRow } from "./sql";

/**
 * Says to whom the BDR team reports (product.md C14).
 * @throws AppError BDR_HOME, and as `editSettings`
 */
export async function placeBdrTeam(actor: Actor, edit: { home: string; seen: bigint }): Promise<void> {
  const { home, seen } = edit;
  await editSettings(actor, "settings.edit", { object: ACCOUNTABILITY_OBJECT, seen }, async (tx) => {
    if (!isBdrHome(home)) {
      const message = "Choose to whom the BDR team reports: the CRO, the CMO or the CEO.";
      throw new AppError("BDR_HOME", { field: "home", message });
    }
    const before = await onlyRow<{ home: BdrHome; cmo: string }>(
      tx,
      Prisma.sql`SELECT bdr_reports_to::text AS home, cmo_title AS cmo FROM organisation WHERE id = 1 FOR UPDATE`,
    );
    await tx.rows(Prisma.sql`UPDATE organisation SET bdr_reports_to = ${home}::user_role WHERE id = 1`);
    const named = (role: BdrHome) => ({ "BDR team reports to": roleLabel(role, before.cmo) });
    return { action: "organisation.place_bdr_team", before: named(before.home), after: named(home) };
  });
}
