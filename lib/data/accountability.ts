import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { BdrHome } from "@/lib/domain/accountability";
import { lastSeen } from "./changes";

export const ACCOUNTABILITY_OBJECT = "accountability";

/** Who answers for what (product.md C14). */
export interface Accountability {
  /** Active people of each role, by name. */
  people: Record<"cro" | "cmo" | "ceo" | "head_demand_gen" | "head_sdr", string[]>;
  bdrs: number;
  bdrsReportTo: BdrHome;
  /** Last entry of the audit log about the team's place. */
  seen: bigint;
}

/** Where the BDR team sits (no gate): for the agreement's page. */
export async function bdrHome(): Promise<BdrHome> {
  const [row] = await db().$queryRaw<{ home: BdrHome }[]>`
    SELECT bdr_reports_to::text AS home FROM organisation WHERE id = 1`;
  return row?.home ?? "cro";
}

/** Throws AppError FORBIDDEN. */
export async function readAccountability(actor: Actor): Promise<Accountability> {
  await authorize(actor, "agreement.read", ACCOUNTABILITY_OBJECT);
  const [users, bdrsReportTo, seen] = await Promise.all([
    db().user.findMany({
      where: { active: true, role: { in: ["cro", "cmo", "ceo", "head_demand_gen", "head_sdr", "bdr"] } },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      select: { name: true, role: true },
    }),
    bdrHome(),
    lastSeen(ACCOUNTABILITY_OBJECT),
  ]);
  const of = (wanted: string) => users.filter(({ role }) => role === wanted).map(({ name }) => name);
  const people = {
    cro: of("cro"),
    cmo: of("cmo"),
    ceo: of("ceo"),
    head_demand_gen: of("head_demand_gen"),
    head_sdr: of("head_sdr"),
  };
  return { people, bdrs: of("bdr").length, bdrsReportTo, seen };
}
