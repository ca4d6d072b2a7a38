import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { BriefForm } from "@/components/buying/brief-form";
import { PageHead } from "@/components/ui/page-head";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/gate";
import { readBrief } from "@/lib/data/briefs";

export const metadata: Metadata = { title: "Edit a brief" };

type Props = { params: Promise<{ id: string }> };

/** A brief that is not signed by both sides can be rewritten; the others are shown as they stand. */
export default async function EditBriefPage({ params }: Props) {
  const actor = await requireActor("brief.edit");
  const brief = await readBrief(actor, (await params).id, new Date());
  if (!brief) notFound();
  const { id, vendor, volume, price, currency, deliveryFrom, deliveryTo, creditTerms } = brief;
  if (brief.signedAt !== null || brief.endedAt !== null) redirect(`/agreement/buying/${id}`);
  return (
    <>
      <PageHead
        top={<TextLink href={`/agreement/buying/${id}`}>Back to the brief</TextLink>}
        title={`The brief with ${vendor}`}
        note="Saved, it takes over the criteria of the agreement that judges by then."
      />
      <BriefForm
        terms={{ vendor, volume: String(volume), price, currency, deliveryFrom, deliveryTo, creditTerms }}
        brief={{ id, seen: String(brief.seen), isSigned: brief.signatures.length > 0 }}
      />
    </>
  );
}
