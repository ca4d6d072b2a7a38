import type { ComponentProps } from "react";
import { CONTROL, CONTROL_HEIGHT } from "./control-class";
import { cx } from "./cx";

type Props = ComponentProps<"input"> & {
  /** Unit printed after the field: "%", "days", "USD". Also say it in the label or hint. */
  unit?: string;
};

/** One line of text. Figures (`inputMode` numeric or decimal) are set tabular and to the right. */
export function Input({ unit, className, type = "text", inputMode, ...rest }: Props) {
  const figure = inputMode === "numeric" || inputMode === "decimal";
  const field = (
    <input
      type={type}
      inputMode={inputMode}
      className={cx(CONTROL, CONTROL_HEIGHT, "read-only:bg-sunken", figure && "text-right tabular-nums", className)}
      {...rest}
    />
  );
  if (!unit) return field;
  return (
    <span className="flex items-center gap-2">
      {field}
      <span className="text-muted text-s">{unit}</span>
    </span>
  );
}
