import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Feed } from "@/app/(app)/settings/feed";
import { SignatureLines } from "@/components/agreement/signature-lines";
import { EndBrief, SignBrief } from "@/components/buying/sign-brief";
import { FactLines } from "@/components/ui/fact-lines";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { may, type Person } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { type BriefPage, briefObject, readBrief } from "@/lib/data/briefs";
import { readOrganisation } from "@/lib/data/organisation";
import { BRIEF_SIGNERS } from "@/lib/domain/briefs";
import { roleLabel } from "@/lib/domain/roles";
import { briefNote, briefTitle, criteriaLines } from "@/lib/view/buying";
import { BriefReport } from "./report";

export const metadata: Metadata = { title: "Brief" };

type Props = { params: Promise<{ id: string }> };

/** One brief: who signed it, what came in under it, what every row is checked against, and what is to be credited. */
export default async function BriefPageView({ params }: Props) {
  const actor = await requireActor("agreement.read");
  const [brief, { cmoTitle }] = await Promise.all([
    readBrief(actor, (await params).id, new Date()),
    readOrganisation(),
  ]);
  if (!brief) notFound();
  const isOpen = brief.signedAt === null && brief.endedAt === null;
  const canEdit = may(actor, "brief.edit");
  return (
    <>
      <PageHead
        top={<TextLink href="/agreement/buying">All briefs</TextLink>}
        title={briefTitle(brief, cmoTitle)}
        note={briefNote(brief)}
        actions={
          canEdit && isOpen && <LinkButton href={`/agreement/buying/${brief.id}/edit`}>Edit the brief</LinkButton>
        }
      />
      <Signatures brief={brief} actor={actor} />
      {brief.counts.delivered > 0 && <BriefReport brief={brief} actor={actor} />}
      <section aria-labelledby="criteria" className="mt-12">
        <SectionHead
          id="criteria"
          title="What every row is checked against"
          note={`version ${brief.agreementVersion} of the agreement, in the words that are signed`}
        />
        <FactLines facts={criteriaLines(brief)} className="mt-2 max-w-text text-s" />
      </section>
      {canEdit && brief.endedAt === null && (
        <section aria-labelledby="end" className="mt-12">
          <SectionHead id="end" title="End it" note="rows of this seller are refused from then on; the report stays" />
          <div className="pt-4">
            <EndBrief id={brief.id} seen={String(brief.seen)} />
          </div>
        </section>
      )}
      <Feed objects={[briefObject(brief.id)]} />
    </>
  );
}

async function Signatures({ brief, actor }: { brief: BriefPage; actor: Person }) {
  const { timeZone, cmoTitle } = await readOrganisation();
  const lines = BRIEF_SIGNERS.map((role) => {
    const given = brief.signatures.find((signature) => signature.role === role);
    return {
      role,
      roleLabel: roleLabel(role, cmoTitle),
      name: given?.name ?? null,
      at: given && <Time at={given.at} zone={timeZone} />,
    };
  });
  const isOpen = brief.state === "draft" || brief.state === "waiting";
  const canSign = isOpen && may(actor, "brief.sign") && !brief.signatures.some(({ role }) => role === actor.role);
  return (
    <section aria-labelledby="signatures">
      <SectionHead id="signatures" title="Signatures" note="both sides, two people, one content hash" />
      <SignatureLines signatures={lines} hash={brief.hash} />
      {canSign && (
        <SignBrief id={brief.id} seen={String(brief.seen)} hash={brief.hash} name={roleLabel(actor.role, cmoTitle)} />
      )}
    </section>
  );
}
