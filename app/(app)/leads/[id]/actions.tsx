import type { ReactNode } from "react";
import { HandOverForm, QualifyForm, TakeBackForm } from "@/components/leads/lead-actions";
import { AssignForm } from "@/components/queue/assign-form";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { Pill } from "@/components/ui/pill";
import { may, type Person } from "@/lib/auth/actor";
import type { LeadPageReading } from "@/lib/data/lead-page";
import { peopleChoices } from "@/lib/view/choices";
import { takeBackOf } from "@/lib/view/leads/cycle";
import { handOverWords } from "@/lib/view/leads/lead";
import { recyclingWords } from "@/lib/view/leads/recycling";

type Props = { actor: Person; reading: LeadPageReading; zone: string; now: Date };

/** What this person may do with this lead now. What they may not is not here; the services refuse it anyway. */
export function LeadActions(props: Props) {
  const parts = [handOverPart(props), decidePart(props), takeBackPart(props), qualifyPart(props), assignPart(props)];
  const shown = parts.filter((part) => part !== null);
  if (shown.length === 0) return null;
  return (
    <section aria-label="What you can do" className="mb-10 grid justify-items-start gap-5">
      {shown}
    </section>
  );
}

function handOverPart({ actor, reading }: Props): ReactNode {
  const { lead, cycles } = reading;
  const isOutside = actor.onlyLane !== null && actor.onlyLane !== lead.lane;
  const isAgain = reading.recycling !== undefined;
  if (!may(actor, "leads.hand_over") || (cycles.length > 0 && !isAgain) || isOutside) return null;
  const { code, title, detail } =
    reading.recycling === undefined ? handOverWords(reading) : recyclingWords(reading, reading.recycling);
  const verb = lead.lane === "partner" ? "Refer" : "Hand over";
  return (
    <Notice
      key="hand-over"
      kind={code === null ? "info" : "warn"}
      title={title}
      action={
        code === null ? (
          <HandOverForm leadId={lead.id} label={`${verb} ${isAgain ? "again" : "to sales"}`} isAgain={isAgain} />
        ) : (
          <Pill>{code}</Pill>
        )
      }
    >
      {detail}
    </Notice>
  );
}

function decidePart({ actor, reading }: Props): ReactNode {
  const [cycle] = reading.cycles;
  if (!cycle || !may(actor, "leads.decide") || !reading.standing.isInQueue) return null;
  return (
    <LinkButton key="decide" variant="primary" href={`/queue?lead=${cycle.id}`}>
      Decide it in the queue
    </LinkButton>
  );
}

function takeBackPart({ actor, reading, zone, now }: Props): ReactNode {
  const [cycle] = reading.cycles;
  const taken = cycle && takeBackOf(cycle, zone, now);
  if (!cycle || !taken) return null;
  const isCorrector = may(actor, "decisions.correct");
  const isDecider = may(actor, "leads.decide") && reading.standing.isDecider && taken.until !== null;
  if (!isCorrector && !isDecider) return null;
  return (
    <div key="take-back" className="grid gap-1">
      <TakeBackForm cycleId={cycle.id} to={taken.to} as={isCorrector ? "corrector" : "decider"} />
      <p className="text-muted text-xs">
        {isCorrector
          ? "The verdict stays in the record; a correction is added."
          : `Until the snapshot of ${taken.until}.`}
      </p>
    </div>
  );
}

function qualifyPart({ actor, reading }: Props): ReactNode {
  const [cycle] = reading.cycles;
  if (cycle?.stage !== "sal" || !may(actor, "leads.qualify")) return null;
  if (reading.openOpportunities.length === 0) {
    return (
      <Notice key="qualify" kind="warn" title="No open opportunity of this company is free.">
        A lead becomes SQL with one: create it in the CRM and import it, then move the lead here.
      </Notice>
    );
  }
  const opportunities = reading.openOpportunities.map(({ id, name, externalId, stage }) => ({
    value: id,
    label: [name ?? externalId, stage].filter(Boolean).join(", "),
  }));
  return <QualifyForm key="qualify" cycleId={cycle.id} opportunities={opportunities} />;
}

function assignPart({ actor, reading }: Props): ReactNode {
  const [cycle] = reading.cycles;
  const isOpen = cycle?.stage === "mql" || cycle?.stage === "referred";
  if (!cycle || !isOpen || !may(actor, "queue.reassign")) return null;
  const people = peopleChoices(reading.assignees);
  return <AssignForm key="assign" cycleId={cycle.id} assignedTo={cycle.assignedTo} people={people} />;
}
