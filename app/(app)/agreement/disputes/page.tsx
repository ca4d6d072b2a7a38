import type { Metadata } from "next";
import { PositionForm } from "@/components/agreement/position-form";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { readAgreement } from "@/lib/data/agreements";
import { type Dispute, readDisputes } from "@/lib/data/disputes";
import { readOrganisation } from "@/lib/data/organisation";
import { dateIn } from "@/lib/domain/dates";
import { fieldLabel, SIDES } from "@/lib/domain/disputes";
import { roleLabel } from "@/lib/domain/roles";
import {
  DISPUTES_NOTE,
  disputeState,
  disputesTitle,
  type FieldChoice,
  fieldChoices,
  positionWords,
} from "@/lib/view/agreement/disputes";
import { dateWithYear } from "@/lib/view/dates";
import { definitionForm } from "@/lib/view/settings/definition-form";

export const metadata: Metadata = { title: "Disputes" };

type Props = { searchParams: Promise<{ field?: string | string[] }> };

/** Disputes about the ICP: the open ones, how others ended, and raising one (product.md C10). */
export default async function DisputesPage({ searchParams }: Props) {
  const actor = await requireActor("agreement.read");
  const { field } = await searchParams;
  const [disputes, { definition }, { timeZone: zone, cmoTitle, currency }] = await Promise.all([
    readDisputes(actor),
    readAgreement(actor),
    readOrganisation(),
  ]);
  const choices = fieldChoices(definition, disputes, dateIn(new Date(), zone));
  const canRaise = may(actor, "dispute.raise");
  const chosen = choices.find(({ key, openHref, closedUntil }) => key === field && !openHref && !closedUntil);
  return (
    <>
      <PageHead title={disputesTitle(disputes)} note={DISPUTES_NOTE} />
      {disputes.length === 0 ? (
        <EmptyState title="Nobody has disputed the ICP">
          {canRaise
            ? "Choose a field below where the other side wants something else."
            : "The CRO or the CMO raises one when they differ about a field of the definition."}
        </EmptyState>
      ) : (
        <ul className="mb-12 border-ink border-t">
          {disputes.map((dispute) => (
            <Line key={String(dispute.id)} dispute={dispute} cmoTitle={cmoTitle} zone={zone} />
          ))}
        </ul>
      )}
      {canRaise && (
        <section aria-labelledby="raise">
          <SectionHead
            id="raise"
            title="Raise a dispute"
            note="about one field; beside each, what the agreement says now"
          />
          <ul className="border-line-strong border-t">
            {choices.map((choice) => (
              <Choice key={choice.key} choice={choice} isChosen={choice === chosen}>
                <PositionForm
                  dispute={null}
                  field={choice.key}
                  stored={definitionForm(definition)}
                  reason=""
                  currency={currency}
                >
                  Raise the dispute
                </PositionForm>
              </Choice>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Line({ dispute, cmoTitle, zone }: { dispute: Dispute; cmoTitle: string; zone: string }) {
  return (
    <li className="grid gap-x-8 gap-y-1 border-line border-b py-3 md:grid-cols-[14rem_minmax(0,1fr)]">
      <div>
        <TextLink alone href={`/agreement/disputes/${dispute.id}`}>
          {fieldLabel(dispute.field)}
        </TextLink>
        <p className="text-muted text-xs">
          raised <Time at={dispute.openedAt} zone={zone} look="date" />
        </p>
      </div>
      <div className="grid min-w-0 gap-0.5 wrap-anywhere">
        {SIDES.map((side) => (
          <p key={side}>
            <span className="text-muted">{roleLabel(side, cmoTitle)}: </span>
            {positionWords(dispute, side) ?? <span className="text-muted">no position yet</span>}
          </p>
        ))}
        <p className="font-medium text-s">{disputeState(dispute, cmoTitle, dateWithYear)}</p>
      </div>
    </li>
  );
}

type ChoiceProps = { choice: FieldChoice; isChosen: boolean; children: React.ReactNode };

function Choice({ choice: { key, label, words, openHref, closedUntil }, isChosen, children }: ChoiceProps) {
  return (
    <li className="border-line border-b py-2.5">
      <div className="grid items-baseline gap-x-8 gap-y-1 md:grid-cols-[14rem_minmax(0,1fr)_auto]">
        <h3 className="font-medium">{label}</h3>
        <p className="min-w-0 text-muted wrap-anywhere">{words}</p>
        {openHref && (
          <TextLink alone href={openHref}>
            See the open dispute
          </TextLink>
        )}
        {closedUntil && <p className="text-muted text-s">closed until {dateWithYear(closedUntil)}</p>}
        {!openHref && !closedUntil && !isChosen && (
          <TextLink alone href={`/agreement/disputes?field=${key}`} scroll={false} aria-label={`Dispute ${label}`}>
            Dispute this
          </TextLink>
        )}
      </div>
      {isChosen && <div className="md:pl-64">{children}</div>}
    </li>
  );
}
