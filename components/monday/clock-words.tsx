import { cx } from "@/components/ui/cx";

/** Where a cure clock stands. A due one is set in the breach colour and says so in words. */
export function ClockWords({ text, due }: { text: string; due: boolean }) {
  return <span className={cx("text-xs", due && "font-semibold text-breach")}>{text}</span>;
}
