import type { ReactNode } from "react";

/** What a control must carry so that its label, hint and error are tied to it. */
export type ControlProps = {
  id: string;
  name: string;
  required: boolean;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

type Props = {
  /** Name in the form; also makes the ids, unless `id` is given (two forms with one field name on a page). */
  name: string;
  id?: string;
  label: ReactNode;
  hint?: ReactNode;
  /** Names the cure, not only the fault: "Enter a percentage from 0 to 100." */
  error?: string | null;
  required?: boolean;
  /** Says "optional" after the label; required is the usual case and is not marked. */
  optional?: boolean;
  children: (control: ControlProps) => ReactNode;
};

/** Label, control, hint and error of one form field. */
export function Field({ name, id = name, label, hint, error, required = false, optional = false, children }: Props) {
  const described = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(" ");
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium text-s">
        {label}
        {optional && <span className="font-normal text-muted"> (optional)</span>}
      </label>
      {children({
        id,
        name,
        required,
        "aria-describedby": described || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-xs">
          {hint}
        </p>
      )}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}

/** The fault of one field, in words with a sign; also used by groups of radios. */
export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="font-medium text-breach text-xs">
      <span aria-hidden="true">▲ </span>
      {children}
    </p>
  );
}
