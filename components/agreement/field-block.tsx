import type { ReactNode } from "react";

type Props = {
  label: string;
  /** What the field asks of a lead, in the words of the page. */
  rule: string;
  /** How many leads of the sample pass, "18 of 25 pass". */
  passing: string | null;
  children: ReactNode;
};

/** One of the eight fields: its name and rule at the left, its controls at the right. */
export function FieldBlock({ label, rule, passing, children }: Props) {
  return (
    <fieldset className="grid gap-x-8 gap-y-3 border-line border-b py-5 lg:grid-cols-[14rem_minmax(0,1fr)] lg:grid-rows-[auto_1fr]">
      <legend className="float-left font-semibold text-m lg:mb-0">{label}</legend>
      <div className="lg:col-start-1">
        <p className="text-muted text-xs">{rule}</p>
        {passing && <p className="mt-1 text-xs tabular-nums">{passing}</p>}
      </div>
      <div className="grid content-start gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-1">{children}</div>
    </fieldset>
  );
}
