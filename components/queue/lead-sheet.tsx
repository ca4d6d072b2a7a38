import type { ReactNode } from "react";
import { Checks } from "@/components/ui/checks";
import { CopyButton } from "@/components/ui/copy-button";
import { TextLink } from "@/components/ui/text-link";
import type { ClockFrame } from "@/lib/view/clock";
import type { QueueLead } from "@/lib/view/queue";
import { Countdown, TouchCountdown } from "./countdown";

type Props = { lead: QueueLead; frame: ClockFrame; now: number | null; children: ReactNode };

/** What a BDR needs to know before deciding, from the title down to the eight checks; `children` is the decision. */
export function LeadSheet({ lead, frame, now, children }: Props) {
  const { trace } = lead;
  return (
    <article aria-labelledby="lead-heading" className="max-w-[47.5rem] px-4 pt-2 pb-4 md:px-10 md:pt-6">
      <h2
        id="lead-heading"
        tabIndex={-1}
        className="font-normal font-serif text-[1.625rem] leading-[1.2] tracking-[-0.01em] outline-none wrap-anywhere"
      >
        {lead.heading}
      </h2>
      <Origin lead={lead} />
      <Contact lead={lead} />
      <DueLine lead={lead} frame={frame} now={now} />
      <section aria-labelledby="trace-heading" className="mb-6">
        <h3 id="trace-heading" className="mb-1 font-semibold text-s">
          {trace.heading} <span className="font-normal text-muted text-xs">{trace.remark}</span>
        </h3>
        <Checks label={trace.heading} checks={trace.lines.map((line) => ({ key: line.field, ...line }))} />
      </section>
      {children}
    </article>
  );
}

function Origin({ lead }: { lead: QueueLead }) {
  const { company, firm, source, campaign, handedOver } = lead;
  return (
    <p className="mt-1 text-muted wrap-anywhere">
      {[company, ...firm].join(" · ")} · from <b className="font-semibold">{source}</b>
      {campaign && `, “${campaign}”`}, handed over {handedOver}
    </p>
  );
}

function Contact({ lead }: { lead: QueueLead }) {
  const { person, email } = lead.contact;
  return (
    <p className="mt-1 mb-4.5 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-s">
      {person && <span className="font-medium">{person}</span>}
      {email ? (
        <span className="flex flex-wrap items-center">
          <a
            href={`mailto:${email}`}
            className="inline-flex min-h-6 items-center text-accent underline underline-offset-2 wrap-anywhere"
          >
            {email}
          </a>
          <CopyButton text={email} label="Copy e-mail" />
        </span>
      ) : (
        <span className="text-muted">no e-mail address</span>
      )}
      <span className="flex items-center text-muted">
        {lead.externalId}
        <CopyButton text={lead.externalId} label="Copy id" />
      </span>
      <TextLink alone href={`/leads/${lead.leadId}`}>
        All about this lead
      </TextLink>
    </p>
  );
}

function DueLine({ lead, frame, now }: Omit<Props, "children">) {
  return (
    <div className="mb-5 flex flex-wrap gap-x-4.5 gap-y-1 border-ink border-t border-b border-b-line py-2.5 text-s">
      <span>
        Decide by <b className="font-semibold">{lead.decideBy}</b>{" "}
        <Countdown clock={lead.decideClock} frame={frame} now={now} />
      </span>
      {lead.touchClock && <TouchCountdown clock={lead.touchClock} frame={frame} now={now} />}
      {lead.touched && <span className="text-muted">first touched {lead.touched}</span>}
      {lead.score && (
        <span>
          Score <b className="font-semibold">{lead.score.value}</b>{" "}
          <span className="text-muted">{lead.score.origin}</span>
        </span>
      )}
      {lead.isPartner && <span className="text-muted">partner lane, no scoring</span>}
      <span className="text-muted">cycle {lead.cycle}</span>
    </div>
  );
}
