"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useActionState, useEffect, useRef } from "react";
import { cx } from "@/components/ui/cx";
import { Notice } from "@/components/ui/notice";
import type { Option } from "@/components/ui/select";
import { decideForm } from "@/lib/actions/decisions";
import type { ClockFrame } from "@/lib/view/clock";
import type { DeskState } from "@/lib/view/desk";
import { lostWords } from "./answers";
import { DeskKeys } from "./desk-keys";
import { LeadPanel } from "./lead-panel";
import { countWords, type QueueCounts } from "./list-words";
import { QueueList } from "./queue-list";
import { queueHref, useAddress } from "./use-address";
import { useDesk } from "./use-desk";
import { useLeadFocus } from "./use-lead-focus";
import { useMoreLeads } from "./use-more-leads";
import { useNow } from "./use-now";

export type DeskProps = {
  initial: DeskState;
  /** The server's now in milliseconds, and the working time from then on. */
  now: number;
  frame: ClockFrame;
  /** IANA zone of the organisation. */
  zone: string;
  counts: QueueCounts;
  /** Filters of the address, as a query without "?". */
  filters: string;
  filter: ReactNode;
  /** Something about a lead that is not in the list: just decided, or decided by somebody else. */
  notice: ReactNode;
  /** What this person may do; the server asks again. */
  may: { decide: boolean; reassign: boolean };
  assignees: Option[];
};

/** The desk of whoever decides leads: the list left, one lead right; on a phone one after the other. */
export function Desk({
  initial,
  now: serverNow,
  frame,
  zone,
  counts,
  filters,
  filter,
  notice,
  may,
  assignees,
}: DeskProps) {
  const [posted, formAction] = useActionState(decideForm, null);
  const desk = useDesk(initial, posted, zone);
  const { state, dispatch } = desk;
  const panel = useRef<HTMLElement>(null);
  const now = useNow(serverNow);
  const more = useMoreLeads(state, dispatch);
  const said = useLeadFocus(state.current, state.items, panel);
  useAddress(state, dispatch, filters);
  useFreshFrame(Object.keys(state.gone).length > 0);
  const hrefOf = (id: string | null) => queueHref(filters, id);
  const isPostedGone = posted !== null && !state.items.some(({ id }) => id === posted.typed.cycle);
  return (
    <div className="md:grid md:grid-cols-[340px_minmax(0,1fr)]">
      <div className="md:col-span-2">
        {notice}
        {isPostedGone && <Notice kind="error" live title={lostWords(posted, zone) ?? posted.message} />}
      </div>
      <QueueList
        state={state}
        frame={frame}
        now={now}
        words={countWords(state, counts, initial.items.length, frame, now)}
        hrefOf={hrefOf}
        onSelect={(id) => dispatch({ type: "select", id })}
        showsAssignee={may.reassign}
        filter={filter}
      />
      <section ref={panel} aria-label="Lead" className={cx("min-w-0", !state.isOpen && "max-md:hidden")}>
        <LeadPanel
          desk={desk}
          frame={frame}
          now={now}
          formAction={formAction}
          backHref={hrefOf(null)}
          filters={filters}
          hasMore={counts.total > initial.items.length}
          more={more}
          may={may}
          assignees={assignees}
        />
        <DeskKeys desk={desk} mayDecide={may.decide} />
      </section>
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}

/** The frame's own count of the queue is drawn by the server: after decisions it is drawn anew when one leaves. */
function useFreshFrame(isStale: boolean): void {
  const router = useRouter();
  const stale = useRef(isStale);
  useEffect(() => {
    stale.current = isStale;
  });
  useEffect(
    () => () => {
      if (stale.current) router.refresh();
    },
    [router],
  );
}
