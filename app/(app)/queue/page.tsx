import type { Metadata } from "next";
import { Desk } from "@/components/queue/desk";
import { QueueFilter } from "@/components/queue/queue-filter";
import { VerdictNotice } from "@/components/queue/verdict-notice";
import { ToastProvider } from "@/components/ui/toast";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { type QueueDesk, readQueueDesk } from "@/lib/data/queue-desk";
import { MOST_COUNTED } from "@/lib/data/queue-list";
import { SEGMENTS } from "@/lib/domain/segments";
import { codeChoices, peopleChoices } from "@/lib/view/choices";
import { clockFrame, queueContext } from "@/lib/view/queue";
import { deskState, filterQuery, goneWords, parseQueueAddress } from "@/lib/view/queue-page";

export const metadata: Metadata = { title: "Queue" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function QueuePage({ searchParams }: Props) {
  const actor = await requireActor("queue.work");
  const now = new Date();
  const address = parseQueueAddress(await searchParams);
  const desk = await readQueueDesk(actor, address, now);
  const context = queueContext(desk.settings, now);
  const filters = filterQuery(desk.filter);
  return (
    <ToastProvider>
      <Desk
        // Stable otherwise: a form that was posted without scripts finds its answer by the place of its component.
        key={filters}
        initial={deskState(desk, context, address.lead !== null)}
        now={now.getTime()}
        frame={clockFrame(context)}
        zone={context.calendar.zone}
        counts={{ total: desk.total, late: desk.late, atLeast: desk.total === MOST_COUNTED }}
        filters={filters}
        filter={<Filter desk={desk} />}
        notice={<Gone desk={desk} now={now} filters={filters} />}
        may={{ decide: may(actor, "leads.decide"), reassign: may(actor, "queue.reassign") }}
        assignees={peopleChoices(desk.assignees)}
      />
    </ToastProvider>
  );
}

function Filter({ desk: { filter, settings } }: { desk: QueueDesk }) {
  return (
    <QueueFilter
      source={filter.source}
      segment={filter.segment}
      sources={codeChoices(settings.sources)}
      segments={SEGMENTS.map((value) => ({ value, label: value }))}
    />
  );
}

function Gone({ desk, now, filters }: { desk: QueueDesk; now: Date; filters: string }) {
  const { verdict, settings } = desk;
  if (!verdict) return null;
  const { kind, title, detail, isUndoable } = goneWords(verdict, settings.calendar.zone, now);
  return (
    <VerdictNotice
      kind={kind}
      title={title}
      detail={detail}
      leadHref={`/leads/${verdict.leadId}`}
      undoable={isUndoable ? verdict.cycleId : null}
      filters={filters}
    />
  );
}
