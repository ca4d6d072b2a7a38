import type { Metadata } from "next";
import { BriefForm } from "@/components/buying/brief-form";
import { PageHead } from "@/components/ui/page-head";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/gate";
import { readAgreement } from "@/lib/data/agreements";
import { readOrganisation } from "@/lib/data/organisation";
import { addDays, dateIn } from "@/lib/domain/dates";

export const metadata: Metadata = { title: "New brief" };

const DELIVERY_DAYS = 90;

/** A brief for a seller, from the agreement that judges. */
export default async function NewBriefPage() {
  const actor = await requireActor("brief.edit");
  const [{ version }, { currency, timeZone }] = await Promise.all([readAgreement(actor), readOrganisation()]);
  const today = dateIn(new Date(), timeZone);
  return (
    <>
      <PageHead
        top={<TextLink href="/agreement/buying">All briefs</TextLink>}
        title="A new buying brief"
        note={`Score line, eight fields and required data come from version ${version} of the agreement, which judges now. You add what is ordered, for how much, and what is credited.`}
      />
      <BriefForm
        terms={{
          vendor: "",
          volume: "",
          price: "",
          currency,
          deliveryFrom: today,
          deliveryTo: addDays(today, DELIVERY_DAYS),
          creditTerms:
            "Rows that fail the brief, bad data, and duplicates of an open opportunity are credited in full when they are claimed within 30 days.",
        }}
      />
    </>
  );
}
