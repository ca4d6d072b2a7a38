import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx";

type Props = Omit<ComponentProps<"input">, "type" | "role"> & { label: ReactNode; hint?: ReactNode };

/** The checkbox itself carries the state; `aria-checked` would only repeat it, and could lie. */
const SWITCH = { type: "checkbox", role: "switch" } as const;

/** On or off, at once or with its form. A native checkbox underneath, so it posts and works without script. */
export function Switch({ label, hint, className, ...rest }: Props) {
  return (
    <label className={cx("flex min-h-6 items-start gap-2.5 py-0.5 touch:min-h-11", className)}>
      <input
        {...SWITCH}
        className={cx(
          "relative mt-0.5 h-4.5 w-8 shrink-0 appearance-none rounded-full border border-control bg-sunken",
          "before:absolute before:top-0.5 before:left-0.5 before:size-3 before:rounded-full before:bg-muted",
          "checked:border-accent checked:bg-accent checked:before:left-4 checked:before:bg-accent-ink",
          "focus-visible:rounded-full disabled:opacity-60",
        )}
        {...rest}
      />
      <span>
        {label}
        {hint && <span className="block text-muted text-xs">{hint}</span>}
      </span>
    </label>
  );
}
