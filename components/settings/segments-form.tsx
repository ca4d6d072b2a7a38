"use client";

import type { ReactNode } from "react";
import { useActionForm } from "@/components/ui/action-form";
import { FieldError } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Input } from "@/components/ui/input";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { setSegments } from "@/lib/actions/segments";
import { groupDigits } from "@/lib/domain/phrases";
import type { Segment } from "@/lib/domain/segments";

interface Item {
  code: Segment;
  label: string;
  minEmployees: number | null;
  maxEmployees: number | null;
  /** The bounds of today, where an edit begins with others. */
  now: string | null;
}

type Props = {
  segments: Item[];
  seen: string;
  saved: ReactNode;
  /** The bounds cannot be changed now; names can. */
  isClosed: boolean;
};

const figure = (value: number | null): string => (value === null ? "" : groupDigits(value));
const HEAD = "border-line-strong border-b pt-2 pb-1.5 text-left font-medium text-muted text-xs";

/** Names and bounds of the segments: neighbours must meet. */
export function SegmentsForm({ segments, seen, saved, isClosed }: Props) {
  const { form, pending, refusal, errorOf, done } = useActionForm(setSegments);
  return (
    <form {...form}>
      <UnsavedGuard when={refusal ? true : undefined} />
      <input type="hidden" name="seen" value={seen} />
      <table className="w-full max-w-160 border-separate border-spacing-0">
        <caption className="sr-only">Segments by number of employees</caption>
        <thead>
          <tr>
            <th scope="col" className={HEAD}>
              Name
            </th>
            <th scope="col" className={`${HEAD} pl-4`}>
              Employees from
            </th>
            <th scope="col" className={`${HEAD} pl-4`}>
              to
            </th>
          </tr>
        </thead>
        <tbody>
          {segments.map(({ code, label, minEmployees, maxEmployees, now }) => (
            <tr key={code}>
              <Cell name={`${code}.label`} label={`Name of ${code}`} value={label} error={errorOf(`${code}.label`)} />
              {code === "Unknown" ? (
                <td colSpan={2} className="border-line border-b py-2 pl-4 text-muted text-s">
                  companies whose size is missing
                </td>
              ) : (
                <>
                  <Cell
                    name={`${code}.from`}
                    label={`${label}: employees from`}
                    value={figure(minEmployees)}
                    error={errorOf(`${code}.from`)}
                    note={now}
                    readOnly={isClosed}
                    isFigure
                  />
                  <Cell
                    name={`${code}.to`}
                    label={`${label}: employees to`}
                    value={figure(maxEmployees)}
                    error={errorOf(`${code}.to`)}
                    placeholder="and more"
                    readOnly={isClosed}
                    isFigure
                  />
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="mt-4 grid max-w-160 gap-3">
        <RefusalNotice refusal={refusal} many="Nothing was saved" />
        <div className="flex flex-wrap items-center gap-3">
          <SendButton pending={pending}>Save</SendButton>
          <DoneWords done={done !== null}>{saved}</DoneWords>
        </div>
      </div>
    </form>
  );
}

type CellProps = {
  name: string;
  label: string;
  value: string;
  error: string | null;
  placeholder?: string;
  /** Stands under the control. */
  note?: string | null;
  readOnly?: boolean;
  isFigure?: boolean;
};

function Cell({ name, label, value, error, placeholder, note, readOnly, isFigure = false }: CellProps) {
  const described = [note ? `${name}-note` : null, error ? `${name}-error` : null].filter(Boolean).join(" ");
  return (
    <td className={`border-line border-b py-2 align-top ${isFigure ? "pl-4" : ""}`}>
      <Input
        id={name}
        name={name}
        aria-label={label}
        autoComplete="off"
        inputMode={isFigure ? "numeric" : undefined}
        defaultValue={value}
        placeholder={placeholder}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        readOnly={readOnly}
      />
      {note && (
        <p id={`${name}-note`} className="mt-1 text-muted text-xs tabular-nums">
          {note}
        </p>
      )}
      {error && <FieldError id={`${name}-error`}>{error}</FieldError>}
    </td>
  );
}
