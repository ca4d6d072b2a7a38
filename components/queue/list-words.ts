import { type ClockFrame, readClock } from "@/lib/view/clock";
import type { DeskState } from "@/lib/view/desk";

/** Counts of the whole queue under its filter, of which the desk lists the oldest. */
export type QueueCounts = { total: number; late: number; atLeast: boolean };

/** "18 to decide · 1 past its SLA · oldest due first", as it stands after the decisions made here. */
export function countWords(
  { items }: DeskState,
  { total, late, atLeast }: QueueCounts,
  listed: number,
  frame: ClockFrame,
  now: number | null,
): string {
  const open = Math.max(items.length, total - listed + items.length);
  if (open === 0) return "nothing to decide";
  const isWhole = total <= listed;
  const isLate = ({ clock }: (typeof items)[number]) => readClock(clock, now ?? clock.at, frame).state === "late";
  const past = isWhole ? items.filter(isLate).length : Math.min(late, open);
  const parts = [
    `${open}${atLeast ? "+" : ""} to decide`,
    past > 0 && `${past} past ${past === 1 ? "its" : "their"} SLA`,
  ];
  const rest = open > items.length ? `the ${items.length} oldest due` : "oldest due first";
  return [...parts, rest].filter(Boolean).join(" · ");
}
