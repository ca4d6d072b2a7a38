"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Input } from "@/components/ui/input";
import { CalendarDate } from "@/components/ui/time";
import { addHoliday, removeHoliday } from "@/lib/actions/calendar";
import { RowForm } from "./row-form";

interface Holiday {
  day: string;
  name: string;
}

type Props = {
  /** From today on. */
  coming: Holiday[];
  past: Holiday[];
  seen: string;
  /** Days up to this one stay as they are: an agreement is frozen, and they count in it. */
  heldTo: string | null;
};

/** Days on which nothing falls due; those that are over stand behind the others. */
export function HolidayList({ coming, past, seen, heldTo }: Props) {
  return (
    <>
      <AddHoliday seen={seen} heldTo={heldTo} />
      {coming.length === 0 && <p className="border-line border-y py-2.5 text-muted">No holiday is coming.</p>}
      <Days holidays={coming} seen={seen} heldTo={heldTo} />
      {past.length > 0 && (
        <details className="mt-4">
          <summary className="font-medium text-accent text-s">
            {past.length === 1 ? "1 holiday is over" : `${past.length} holidays are over`}
          </summary>
          <Days holidays={past} seen={seen} heldTo={heldTo} />
        </details>
      )}
    </>
  );
}

function Days({ holidays, seen, heldTo }: Pick<Props, "seen" | "heldTo"> & { holidays: Holiday[] }) {
  return (
    <ul className="max-w-160">
      {holidays.map(({ day, name }) => (
        <li key={day} className="flex flex-wrap items-center gap-x-4 border-line border-b py-1.5">
          <span className="text-s max-md:basis-full md:basis-48">
            <CalendarDate date={day} />
          </span>
          <span className="min-w-0 flex-1 wrap-anywhere">{name}</span>
          {(heldTo === null || day > heldTo) && (
            <RowForm action={removeHoliday} values={{ day, seen }} label={`Remove ${name}, ${day}`}>
              Remove
            </RowForm>
          )}
        </li>
      ))}
    </ul>
  );
}

function AddHoliday({ seen, heldTo }: Pick<Props, "seen" | "heldTo">) {
  const { form, pending, refusal, errorOf, done } = useActionForm(addHoliday, { reset: true });
  return (
    <form {...form} className="grid gap-3 pt-4 pb-5">
      <input type="hidden" name="seen" value={seen} />
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <Field name="day" label={heldTo === null ? "Day" : "Day, after today"} error={errorOf("day")} required>
          {(control) => <Input {...control} type="date" className="max-w-44" />}
        </Field>
        <div className="w-full max-w-72">
          <Field name="name" label="Name" error={errorOf("name")} required>
            {(control) => <Input {...control} autoComplete="off" />}
          </Field>
        </div>
        <SendButton pending={pending} variant="plain">
          Add the holiday
        </SendButton>
      </div>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <DoneWords done={done !== null}>Added.</DoneWords>
    </form>
  );
}
