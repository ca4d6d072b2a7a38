"use client";

import type { ReactNode } from "react";
import { useActionForm } from "@/components/ui/action-form";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, FieldError } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Input } from "@/components/ui/input";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { setWorkingTime } from "@/lib/actions/calendar";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

type Props = {
  days: number[];
  start: string;
  end: string;
  seen: string;
  /** What counts today, where an edit begins with something else. */
  now: string | null;
  /** The words of the button and of what it did. */
  save: string;
  saved: ReactNode;
};

/** Working days and hours, in the organisation's zone. */
export function WorkingTimeForm({ days, start, end, seen, now, save, saved }: Props) {
  const { form, pending, refusal, errorOf, done } = useActionForm(setWorkingTime);
  const error = errorOf("days");
  return (
    <form {...form} className="grid max-w-160 gap-4 pt-4">
      <UnsavedGuard when={refusal ? true : undefined} />
      <input type="hidden" name="seen" value={seen} />
      <fieldset aria-describedby={error ? "days-error" : undefined}>
        <legend className="mb-1 font-medium text-s">Working days</legend>
        <div className="flex flex-wrap gap-x-6">
          {DAYS.map((name, index) => (
            <Checkbox
              key={name}
              name="days"
              value={index + 1}
              label={name}
              defaultChecked={days.includes(index + 1)}
              aria-invalid={error ? true : undefined}
            />
          ))}
        </div>
        {error && <FieldError id="days-error">{error}</FieldError>}
      </fieldset>
      <div className="flex flex-wrap gap-x-8 gap-y-3">
        <Field name="start" label="From" error={errorOf("start")} required>
          {(control) => <Input {...control} inputMode="numeric" defaultValue={start} className="max-w-24" />}
        </Field>
        <Field name="end" label="To" error={errorOf("end")} required>
          {(control) => <Input {...control} inputMode="numeric" defaultValue={end} className="max-w-24" />}
        </Field>
      </div>
      {now && <p className="text-muted text-xs tabular-nums">{now}</p>}
      <RefusalNotice refusal={refusal} />
      <div className="flex flex-wrap items-center gap-3">
        <SendButton pending={pending}>{save}</SendButton>
        <DoneWords done={done !== null}>{saved}</DoneWords>
      </div>
    </form>
  );
}
