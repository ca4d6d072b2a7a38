import type { Metadata } from "next";
import { ReceiptsTable } from "@/components/agreement/receipts-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/gate";
import { readOrganisation } from "@/lib/data/organisation";
import { readReceipts } from "@/lib/data/receipts";
import { receiptsView } from "@/lib/view/agreement/receipts";
import { fullMomentWords } from "@/lib/view/moments";

export const metadata: Metadata = { title: "Read receipts" };

/** Who has read the version in force, by team. */
export default async function ReceiptsPage() {
  const actor = await requireActor("agreement.read");
  const [receipts, { timeZone }] = await Promise.all([readReceipts(actor), readOrganisation()]);
  if (!receipts) {
    return (
      <>
        <PageHead title="Read receipts" />
        <EmptyState title="Nothing is in force yet, so there is nothing to confirm.">
          Once the CRO, the CMO and the VP RevOps have signed the agreement, everybody confirms here that they have read
          it.
        </EmptyState>
      </>
    );
  }
  const view = receiptsView(receipts);
  return (
    <>
      <PageHead
        title={view.title}
        note={
          <>
            In force since {fullMomentWords(receipts.inForceAt, timeZone)}. A receipt is given under the text of{" "}
            <TextLink href="/agreement">the agreement</TextLink>, once for each version.
          </>
        }
      />
      <section aria-labelledby="teams">
        <SectionHead id="teams" title="By team" note="active people who have confirmed it, of all who must" />
        <ReceiptsTable {...view} />
      </section>
    </>
  );
}
