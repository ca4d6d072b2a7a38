import { cx } from "@/components/ui/cx";
import { type Clock, type ClockFrame, clockWords, durationWords, readClock } from "@/lib/view/clock";

const LOOK = {
  late: { sign: "▲ ", className: "font-semibold text-breach" },
  risk: { sign: "◆ ", className: "font-semibold text-sla" },
  left: { sign: "", className: "text-muted" },
};

type Props = {
  clock: Clock;
  frame: ClockFrame;
  /** Null before the browser's clock runs: then the words are the server's. */
  now: number | null;
};

/** An SLA in working time: late, at risk or time left, by sign, word and colour. */
export function Countdown({ clock, frame, now }: Props) {
  const { state, minutes } = readClock(clock, now ?? clock.at, frame);
  const { sign, className } = LOOK[state];
  return (
    <span className={cx("whitespace-nowrap tabular-nums", className)}>
      <span aria-hidden="true">{sign}</span>
      {clockWords(state, minutes, frame.dayMinutes)}
      {state === "risk" && <span className="sr-only">, at risk</span>}
    </span>
  );
}

/** The same in a sentence: "first touch due in 3 h 10 min", "first touch 1 h late". */
export function TouchCountdown({ clock, frame, now }: Props) {
  const { state, minutes } = readClock(clock, now ?? clock.at, frame);
  const { sign, className } = LOOK[state];
  const duration = durationWords(minutes, frame.dayMinutes);
  return (
    <span className={className}>
      <span aria-hidden="true">{sign}</span>
      {state === "late"
        ? `first touch ${clockWords(state, minutes, frame.dayMinutes)}`
        : `first touch due in ${duration}`}
    </span>
  );
}
