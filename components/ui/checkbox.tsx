import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx";

type Props = Omit<ComponentProps<"input">, "type"> & { label: ReactNode; hint?: ReactNode };

/** A box with its label; the whole line is the target. */
export function Checkbox({ label, hint, className, ...rest }: Props) {
  return (
    <label className={cx("flex min-h-6 items-start gap-2.5 py-0.5 touch:min-h-11", className)}>
      <input type="checkbox" className="mt-0.5 size-4 shrink-0 accent-accent" {...rest} />
      <span>
        {label}
        {hint && <span className="block text-muted text-xs">{hint}</span>}
      </span>
    </label>
  );
}
