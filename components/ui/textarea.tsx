import type { ComponentProps } from "react";
import { CONTROL } from "./control-class";
import { cx } from "./cx";

/** Several lines of text; grows by hand, never sideways. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea rows={rows} className={cx(CONTROL, "read-only:bg-sunken", "resize-y py-1.5", className)} {...rest} />
  );
}
