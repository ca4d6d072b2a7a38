import type { Person } from "@/lib/auth/actor";
import { type Fix, fetchFixes } from "@/lib/data/fixes";
import { readReasonOwners } from "@/lib/data/reason-owners";
import type { Reason } from "@/lib/domain/reasons";
import { setReasonOwner } from "@/lib/services/reason-owners";
import { withoutGuards } from "./agreements";

export async function fixOf(id: bigint): Promise<Fix> {
  const fix = (await fetchFixes()).find((each) => each.id === id);
  if (!fix) throw new Error(`there is no fix ${id}`);
  return fix;
}

/** A fix as somebody sees it now. */
export async function seenFix(id: bigint): Promise<{ id: bigint; seen: bigint }> {
  return { id, seen: (await fixOf(id)).seen };
}

/** VP RevOps names the person of a reason. */
export async function ownReason(revops: Person, reason: Reason, userId: bigint): Promise<void> {
  const { seen } = await readReasonOwners(revops);
  await setReasonOwner(revops, { reason, userId, seen }, new Date("2027-07-01T15:00:00Z"));
}

/** Empties the tables of the loop, which nobody may empty. */
export function clearLoop(url: string): Promise<void> {
  return withoutGuards(url, async (client) => {
    for (const table of [
      "fix_hand_overs",
      "clock_moves",
      "clocks",
      "review_decisions",
      "reviews",
      "fixes",
      "snapshots",
      "reason_owners",
    ])
      await client.query(`DELETE FROM ${table}`);
  });
}
