import { ReadReceipt } from "@/components/agreement/read-receipt";
import type { Person } from "@/lib/auth/actor";
import { readOwnReceipt } from "@/lib/data/receipts";
import { ownReceiptView } from "@/lib/view/agreement/receipts";

/** The reader's own receipt for the version in force; nothing while nothing is in force, or for those who confirm nothing. */
export async function OwnReceipt({ actor, zone }: { actor: Person; zone: string }) {
  const own = await readOwnReceipt(actor);
  return own && <ReadReceipt {...ownReceiptView(own, zone)} />;
}
