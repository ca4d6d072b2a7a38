import type { Metadata } from "next";
import { BriefTable } from "@/components/buying/brief-table";
import { VendorTable } from "@/components/buying/vendor-table";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { readBriefs } from "@/lib/data/briefs";
import { readOrganisation } from "@/lib/data/organisation";
import { briefRow, briefsTitle, vendorRow } from "@/lib/view/buying";

export const metadata: Metadata = { title: "Buying" };

/** Every brief with a seller of leads, and what became of what it delivered. */
export default async function BuyingPage() {
  const actor = await requireActor("agreement.read");
  const [{ briefs, vendors }, { cmoTitle }] = await Promise.all([readBriefs(actor, new Date()), readOrganisation()]);
  const write = may(actor, "brief.edit") && <LinkButton href="/agreement/buying/new">Write a brief</LinkButton>;
  return (
    <>
      <PageHead
        title={briefsTitle(briefs)}
        note="A seller delivers against the same criteria that both teams have agreed. Rows that name a seller come in only under a brief that CRO and CMO have signed, and each is checked against it."
        actions={write}
      />
      {briefs.length === 0 ? (
        <EmptyState title="No briefs yet" action={write || undefined}>
          Leads whose record names a seller (bought_from) are refused until there is one for it. VP RevOps or the head
          of demand-gen writes it; CRO and CMO sign it.
        </EmptyState>
      ) : (
        <section aria-labelledby="briefs">
          <SectionHead
            id="briefs"
            title="Briefs"
            note="acceptance = accepted ÷ (accepted + rejected + unworked), pending in none"
          />
          <BriefTable rows={briefs.map((brief) => briefRow(brief, cmoTitle))} />
        </section>
      )}
      {vendors.length > 0 && (
        <section aria-labelledby="sellers" className="mt-12">
          <SectionHead
            id="sellers"
            title="Sellers over all their briefs"
            note="those with more than one; each lead once, each cycle under the delivery that opened it"
          />
          <VendorTable rows={vendors.map(vendorRow)} />
        </section>
      )}
    </>
  );
}
