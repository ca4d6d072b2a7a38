import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx";
import { FieldError } from "./field";

type RadioProps = Omit<ComponentProps<"input">, "type"> & { label: ReactNode; hint?: ReactNode };

/** One choice; the whole line is the target. */
export function Radio({ label, hint, className, ...rest }: RadioProps) {
  return (
    <label className={cx("flex min-h-6 items-start gap-2.5 py-0.5 touch:min-h-11", className)}>
      <input type="radio" className="mt-0.5 size-4 shrink-0 accent-accent" {...rest} />
      <span>
        {label}
        {hint && <span className="block text-muted text-xs">{hint}</span>}
      </span>
    </label>
  );
}

type GroupProps = {
  /** Makes the ids of hint and error. */
  id: string;
  legend: ReactNode;
  hint?: ReactNode;
  error?: string | null;
  children: ReactNode;
};

/** A named group of radios; its hint and error are read out with the group. */
export function RadioGroup({ id, legend, hint, error, children }: GroupProps) {
  const described = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(" ");
  return (
    <fieldset id={id} aria-describedby={described || undefined} className="grid gap-1">
      <legend className="mb-1 font-semibold text-s">{legend}</legend>
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-xs">
          {hint}
        </p>
      )}
      {children}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </fieldset>
  );
}
