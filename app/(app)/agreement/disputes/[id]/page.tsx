import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Feed } from "@/app/(app)/settings/feed";
import { PickForm } from "@/components/agreement/pick-form";
import { PositionForm } from "@/components/agreement/position-form";
import { PositionPanel } from "@/components/agreement/position-panel";
import { WithdrawForm } from "@/components/agreement/withdraw-form";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { may, type Person } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { readAgreement } from "@/lib/data/agreements";
import {
  type Dispute,
  disputeObject,
  isOpenDispute,
  type Position,
  type Resolution,
  readDispute,
} from "@/lib/data/disputes";
import { readOrganisation } from "@/lib/data/organisation";
import type { Definition } from "@/lib/domain/definition";
import { fieldLabel, fieldWords, isSide, SIDES, type Side, withField } from "@/lib/domain/disputes";
import { roleLabel } from "@/lib/domain/roles";
import { disputeTitle, positionWords } from "@/lib/view/agreement/disputes";
import { dateWithYear } from "@/lib/view/dates";
import { definitionForm } from "@/lib/view/settings/definition-form";

export const metadata: Metadata = { title: "Dispute" };

/** One dispute: two positions side by side, and the CEO's pick (product.md C10). */
export default async function DisputePage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor("agreement.read");
  const [page, { definition }, { timeZone: zone, cmoTitle, currency }] = await Promise.all([
    readDispute(actor, (await params).id),
    readAgreement(actor),
    readOrganisation(),
  ]);
  if (!page) notFound();
  const { dispute, seen } = page;
  const { field, resolution } = dispute;
  return (
    <>
      <PageHead
        title={disputeTitle(dispute, cmoTitle)}
        note={`${fieldLabel(field)} in the agreement that judges today: ${fieldWords(field, definition[field])}.`}
        top={<TextLink href="/agreement/disputes">All disputes</TextLink>}
      />
      {resolution && <Ending resolution={resolution} zone={zone} />}
      <div className="mb-10 grid gap-x-10 gap-y-6 md:grid-cols-2">
        {SIDES.map((side) => (
          <Panel key={side} dispute={dispute} side={side} cmoTitle={cmoTitle} zone={zone} />
        ))}
      </div>
      {isOpenDispute(dispute) && (
        <Steps
          actor={actor}
          dispute={dispute}
          seen={String(seen)}
          definition={definition}
          words={{ cmoTitle, currency }}
        />
      )}
      {seen > 0n && <Feed objects={[disputeObject(dispute.id)]} />}
    </>
  );
}

function Ending({
  resolution: { by, reason, at, version, closedUntil },
  zone,
}: {
  resolution: Resolution;
  zone: string;
}) {
  return (
    <div className="mb-10 border-accent border-l-3 bg-accent-soft px-3.5 py-2.5">
      <p className="wrap-anywhere">{reason}</p>
      <p className="mt-1 text-muted text-s">
        {by}, CEO, <Time at={at} zone={zone} look="date" />.{" "}
        <TextLink href={`/agreement/versions/${version}`}>Version {version}</TextLink> of the agreement carries it. The
        field is closed until {dateWithYear(closedUntil)}.
      </p>
    </div>
  );
}

type PanelProps = { dispute: Dispute; side: Side; cmoTitle: string; zone: string };

function Panel({ dispute, side, cmoTitle, zone }: PanelProps) {
  const position: Position | undefined = dispute.positions[side];
  return (
    <PositionPanel
      title={roleLabel(side, cmoTitle)}
      name={position?.name ?? null}
      words={positionWords(dispute, side)}
      reason={position?.reason ?? null}
      at={position && <Time at={position.statedAt} zone={zone} look="date" />}
      isPicked={dispute.resolution?.picked === side}
    />
  );
}

type StepsProps = {
  actor: Person;
  dispute: Dispute;
  seen: string;
  definition: Definition;
  words: { cmoTitle: string; currency: string };
};

/** What this person may do about it now. */
function Steps({ actor, dispute, seen, definition, words: { cmoTitle, currency } }: StepsProps) {
  const { id, field, positions, raisedBy } = dispute;
  const side = may(actor, "dispute.raise") && isSide(actor.role) ? actor.role : null;
  const own = side && positions[side];
  if (may(actor, "dispute.resolve") && positions.cro && positions.cmo) {
    const choices = SIDES.map((each) => ({
      side: each,
      label: roleLabel(each, cmoTitle),
      words: positionWords(dispute, each) ?? "",
    }));
    return (
      <section aria-labelledby="pick">
        <SectionHead id="pick" title="Your pick" note="the draft of the agreement takes it; its signatures are void" />
        <PickForm dispute={String(id)} seen={seen} choices={choices} />
      </section>
    );
  }
  if (!side) return null;
  const stored = definitionForm(withField(definition, field, own ? own.value : definition[field]));
  return (
    <section aria-labelledby="own">
      <SectionHead
        id="own"
        title={own ? "Change your position" : "State your position"}
        note="until the CEO has picked"
        actions={raisedBy === side && <WithdrawForm dispute={String(id)} />}
      />
      <PositionForm
        key={own?.statedAt.toISOString() ?? "first"}
        dispute={String(id)}
        field={field}
        stored={stored}
        reason={own?.reason ?? ""}
        currency={currency}
      >
        {own ? "Change my position" : "State my position"}
      </PositionForm>
    </section>
  );
}
