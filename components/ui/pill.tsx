import type { ReactNode } from "react";
import { cx } from "./cx";

const TONE = {
  plain: "border-line-strong text-muted",
  breach: "border-transparent bg-breach-soft text-breach font-semibold",
  sla: "border-transparent bg-sla-soft text-sla font-semibold",
  accent: "border-transparent bg-accent-soft text-accent font-medium",
};

type Props = {
  children: ReactNode;
  /** Colour only repeats what the words say. */
  tone?: keyof typeof TONE;
  title?: string;
};

/** A short fact in a frame: a state, a version, a hash. */
export function Pill({ children, tone = "plain", title }: Props) {
  return (
    <span
      title={title}
      className={cx(
        "inline-block whitespace-nowrap rounded-full border px-2.5 py-0.75 text-xs leading-tight",
        TONE[tone],
      )}
    >
      {children}
    </span>
  );
}
