"use client";

import { type MouseEvent, type ReactNode, useEffect } from "react";
import { cx } from "@/components/ui/cx";
import type { ClockFrame } from "@/lib/view/clock";
import type { DeskState } from "@/lib/view/desk";
import type { QueueItem } from "@/lib/view/queue";
import { Countdown } from "./countdown";

type Props = {
  state: DeskState;
  frame: ClockFrame;
  now: number | null;
  /** "18 to decide · 1 past its SLA · oldest due first" */
  words: string;
  hrefOf: (id: string) => string;
  onSelect: (id: string) => void;
  /** For whoever sees the leads of several people. */
  showsAssignee: boolean;
  filter: ReactNode;
};

const lineId = (id: string) => `queue-${id}`;

/** The leads to decide, oldest due first. Links, so that each has an address and the list works without scripts. */
export function QueueList({ state, frame, now, words, hrefOf, onSelect, showsAssignee, filter }: Props) {
  const { items, current, faults, isOpen } = state;
  useEffect(() => {
    if (current) document.getElementById(lineId(current))?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <section
      aria-label="Leads to decide"
      className={cx(
        "md:sticky md:top-0 md:h-dvh md:overflow-y-auto md:border-line md:border-r",
        isOpen && "max-md:hidden",
      )}
    >
      <header className="border-line border-b bg-paper px-5 pt-5.5 pb-3 max-md:px-4 md:sticky md:top-0 md:z-1">
        <h1 className="font-semibold font-serif text-l">Queue</h1>
        <p className="mt-0.5 text-muted text-xs">{words}</p>
        {filter}
      </header>
      <ol>
        {items.map((item) => (
          <Line
            key={item.id}
            item={item}
            isCurrent={item.id === current}
            fault={faults[item.id]?.isReturned ? (faults[item.id]?.message ?? null) : null}
            countdown={<Countdown clock={item.clock} frame={frame} now={now} />}
            href={hrefOf(item.id)}
            showsAssignee={showsAssignee}
            onSelect={onSelect}
          />
        ))}
      </ol>
    </section>
  );
}

type LineProps = {
  item: QueueItem;
  isCurrent: boolean;
  fault: string | null;
  countdown: ReactNode;
  href: string;
  showsAssignee: boolean;
  onSelect: (id: string) => void;
};

/** A plain press; with a key held the browser opens the address elsewhere. */
const isPlain = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

function Line({ item, isCurrent, fault, countdown, href, showsAssignee, onSelect }: LineProps) {
  const { id, name, place, assignedTo } = item;
  return (
    <li id={lineId(id)} className="scroll-mt-28">
      <a
        href={href}
        aria-current={isCurrent ? "true" : undefined}
        onClick={(event) => {
          if (!isPlain(event)) return;
          event.preventDefault();
          onSelect(id);
        }}
        className={cx(
          "grid grid-cols-[1fr_auto] gap-x-3 gap-y-0.5 border-line border-b px-5 py-2.75 -outline-offset-2 max-md:px-4",
          isCurrent ? "md:bg-accent-soft md:shadow-[inset_3px_0_0_var(--accent)]" : "hover:bg-sunken",
        )}
      >
        <b className="font-medium wrap-anywhere">{name}</b>
        <span className="text-right text-xs">{countdown}</span>
        <span className="text-muted text-xs">{place}</span>
        {showsAssignee && <span className="text-right text-muted text-xs">{assignedTo ?? "nobody’s yet"}</span>}
        {fault && (
          <span className="col-span-2 font-medium text-breach text-xs">
            <span aria-hidden="true">▲ </span>Not saved: {fault}
          </span>
        )}
      </a>
    </li>
  );
}
