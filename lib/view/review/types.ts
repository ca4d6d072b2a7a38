import type { DecisionType } from "@/lib/domain/reviews";

/** The five kinds as buttons say them. Apart from the rest: the form in the browser needs no rule of clocks. */
export const TYPE_LABELS: Readonly<Record<DecisionType, string>> = {
  kill: "Kill",
  defund: "Defund and move",
  extend: "Extend",
  fix: "Fix",
  watch: "Watch",
};
