import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import type { Option } from "@/components/ui/select";
import type { ClockFrame } from "@/lib/view/clock";
import { EMPTY_DRAFT } from "@/lib/view/desk";
import type { QueueLead } from "@/lib/view/queue";
import { AssignForm } from "./assign-form";
import { DecisionForm } from "./decision-form";
import { LeadSheet } from "./lead-sheet";
import type { Desk } from "./use-desk";

type Props = {
  desk: Desk;
  frame: ClockFrame;
  now: number | null;
  formAction: (form: FormData) => void;
  backHref: string;
  filters: string;
  /** The server has more than it listed. */
  hasMore: boolean;
  more: { failed: boolean; retry: () => void };
  may: { decide: boolean; reassign: boolean };
  assignees: Option[];
};

/** One lead with its decision, or why there is none to show. */
export function LeadPanel(props: Props) {
  const { desk, frame, now, backHref, more } = props;
  const { current, leads, items } = desk.state;
  const lead = current === null ? undefined : leads[current];
  if (items.length === 0) return <Nothing {...props} />;
  return (
    <>
      <div className="px-4 pt-3 md:hidden">
        <a
          href={backHref}
          className="inline-flex min-h-11 items-center gap-1 font-medium text-accent"
          onClick={(event) => {
            event.preventDefault();
            desk.dispatch({ type: "close" });
          }}
        >
          <span aria-hidden="true">‹</span> Queue
        </a>
      </div>
      {lead ? (
        <LeadSheet lead={lead} frame={frame} now={now}>
          <Decision key={lead.id} lead={lead} {...props} />
        </LeadSheet>
      ) : (
        <Waiting {...more} />
      )}
    </>
  );
}

function Decision({ lead, desk, filters, formAction, may, assignees }: Props & { lead: QueueLead }) {
  const { drafts, faults } = desk.state;
  const { id, assignedTo } = lead;
  return (
    <>
      {may.decide && (
        <DecisionForm
          lead={lead}
          draft={drafts[id] ?? EMPTY_DRAFT}
          fault={faults[id] ?? null}
          filters={filters}
          formAction={formAction}
          onDraft={(change) => desk.dispatch({ type: "draft", id, change })}
          onAccept={desk.accept}
          onReject={desk.reject}
        />
      )}
      {may.reassign && <AssignForm cycleId={id} assignedTo={assignedTo} people={assignees} />}
    </>
  );
}

function Waiting({ failed, retry }: Props["more"]) {
  return (
    <div className="px-4 py-6 md:px-10" role="status">
      {failed ? (
        <p className="flex flex-wrap items-center gap-3">
          This lead could not be loaded. <Button onClick={retry}>Try again</Button>
        </p>
      ) : (
        <p className="text-muted">Loading this lead…</p>
      )}
    </div>
  );
}

function Nothing({ desk, filters, hasMore }: Props) {
  const isFiltered = filters !== "";
  const decided = Object.keys(desk.state.gone).length;
  if (hasMore) {
    return (
      <div className="px-4 md:px-10">
        <EmptyState title="These are done" action={<LinkButton href="/queue">Show the next leads</LinkButton>}>
          More leads wait for a decision.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="px-4 md:px-10">
      <EmptyState
        title={isFiltered ? "No lead to decide under this filter" : "No leads to decide"}
        action={
          isFiltered ? (
            <LinkButton href="/queue">Show all leads</LinkButton>
          ) : (
            <LinkButton href="/leads">Look at all leads</LinkButton>
          )
        }
      >
        {decided > 0 && <p>You decided {decided} here. Press Z to take the last one back until the Monday snapshot.</p>}
        <p>
          Leads come here when marketing hands them over to you, the oldest due first. If you expect some, ask the head
          of SDR whom they are assigned to.
        </p>
      </EmptyState>
    </div>
  );
}
