"use client";

import { useEffect, useState } from "react";
import { cx } from "@/components/ui/cx";
import { AGENDA, agendaAt, REVIEW_MINUTES } from "@/lib/domain/review-agenda";

const MINUTE_MS = 60_000;

type Props = {
  /** Milliseconds; null before the start. */
  startedAt: number | null;
  /** By the server's clock when the page was drawn: a browser's clock may be wrong, its seconds are not. */
  serverNow: number;
};

/** "29:59". */
function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}

function useSecond(serverNow: number, isRunning: boolean): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    setNow(serverNow);
    if (!isRunning) return;
    const begun = performance.now();
    const timer = setInterval(() => setNow(serverNow + Math.round(performance.now() - begun)), 1_000);
    return () => clearInterval(timer);
  }, [serverNow, isRunning]);
  return now;
}

/** The 30 minutes and where the five stand on their agenda. Nothing blinks, and nothing ends by itself. */
export function Timer({ startedAt, serverNow }: Props) {
  const now = useSecond(serverNow, startedAt !== null);
  const clock = startedAt === null ? null : agendaAt(startedAt, now);
  const isOver = clock !== null && clock.overMs > 0;
  const text =
    clock === null
      ? `${REVIEW_MINUTES}:00`
      : clock.overMs > 0
        ? `+${clockText(clock.overMs)}`
        : clockText(clock.leftMs);
  return (
    <div>
      <p
        id="timer"
        role="timer"
        aria-label={isOver ? "Over time" : "Time left"}
        className="font-serif text-[2.5rem] tabular-nums leading-none"
      >
        {text}
      </p>
      <p className="mt-1 text-muted text-xs">{words(clock)}</p>
      {/* Told once per item, not each second. */}
      <p role="status" className="sr-only">
        {told(clock)}
      </p>
      <ol className="mt-3 border-line border-t">
        {AGENDA.map(({ key, label, minutes }) => {
          const isNow = clock?.phase === key;
          return (
            <li
              key={key}
              aria-current={isNow ? "step" : undefined}
              className={cx("flex gap-3 border-line border-b py-1.25", isNow ? "font-semibold" : "text-muted")}
            >
              <span className="min-w-0 flex-1">{label}</span>
              {isNow && <span className="font-normal text-accent text-xs">now</span>}
              <span className="tabular-nums">{minutes} min</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function told(clock: ReturnType<typeof agendaAt> | null): string {
  if (clock === null) return "";
  if (clock.overMs > 0) return "The 30 minutes are over.";
  return `Now: ${AGENDA.find(({ key }) => key === clock.phase)?.label ?? ""}`;
}

function words(clock: ReturnType<typeof agendaAt> | null): string {
  if (clock === null) return "not started yet";
  if (clock.overMs > 0) return "over the 30 minutes: record the decision and close";
  const minutes = Math.ceil(clock.phaseLeftMs / MINUTE_MS);
  return `left; ${minutes} min of this item`;
}
