"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { setOrganisation } from "@/lib/actions/organisation";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const LOCKED = "Records came in by it, so it stays. To change it, start with an empty database.";

type Props = {
  organisation: {
    name: string;
    timeZone: string;
    currency: string;
    fiscalYearStartMonth: number;
    sdrWeeklyCapacity: number;
    cmoTitle: string;
    isLocked: boolean;
    activeBdrs: number;
  };
  seen: string;
  /** Zone, currency and fiscal year are held by the agreement until this day, in words; null where none is frozen. */
  heldUntil: string | null;
};

function feedHint(capacity: number, bdrs: number): string {
  const people = bdrs === 1 ? "1 active BDR" : `${bdrs} active BDRs`;
  if (capacity === 0) return `0 means not known yet: with ${people} the feed rate is then left out.`;
  return `Feed rate now: ${people} × ${capacity} = ${bdrs * capacity} leads a week. Below it the cap is not arguable.`;
}

/** Name, zone, currency, fiscal year, capacity and the CMO's title. */
export function OrganisationForm({ organisation, seen, heldUntil }: Props) {
  const { form, pending, refusal, errorOf, done } = useActionForm(setOrganisation);
  const { sdrWeeklyCapacity: capacity, activeBdrs } = organisation;
  const held = heldUntil === null ? null : `Held by the agreement in force until ${heldUntil}.`;
  const isLocked = organisation.isLocked || held !== null;
  const locked = [held, organisation.isLocked ? LOCKED : null].filter(Boolean).join(" ");
  return (
    <form {...form} className="grid gap-5 border-ink border-t pt-5">
      <UnsavedGuard when={refusal ? true : undefined} />
      <input type="hidden" name="seen" value={seen} />
      <div className="grid items-start gap-x-10 gap-y-5 md:grid-cols-2">
        <Field name="name" label="Name" error={errorOf("name")} required>
          {(control) => <Input {...control} defaultValue={organisation.name} autoComplete="organization" />}
        </Field>
        <Field
          name="cmo-title"
          label="Title of the CMO"
          hint="As screens call the role."
          error={errorOf("cmo-title")}
          required
        >
          {(control) => <Input {...control} defaultValue={organisation.cmoTitle} autoComplete="off" />}
        </Field>
        <Field
          name="time-zone"
          label="Time zone"
          hint={locked || "IANA name such as America/New_York. Every day and week is counted in it."}
          error={errorOf("time-zone")}
          required
        >
          {(control) => (
            <Input {...control} defaultValue={organisation.timeZone} disabled={isLocked} spellCheck={false} />
          )}
        </Field>
        <Field
          name="currency"
          label="Reporting currency"
          hint={locked || "ISO code such as USD. Every amount is converted into it."}
          error={errorOf("currency")}
          required
        >
          {(control) => (
            <Input {...control} defaultValue={organisation.currency} disabled={isLocked} className="max-w-28" />
          )}
        </Field>
        <FiscalField month={organisation.fiscalYearStartMonth} held={held} error={errorOf("fiscal-start")} />
        <Field
          name="capacity"
          label="What one BDR can work"
          hint={feedHint(capacity, activeBdrs)}
          error={errorOf("capacity")}
          required
        >
          {(control) => (
            <Input {...control} inputMode="numeric" unit="leads a week" defaultValue={capacity} className="max-w-28" />
          )}
        </Field>
      </div>
      <RefusalNotice refusal={refusal} />
      <div className="flex flex-wrap items-center gap-3">
        <SendButton pending={pending}>Save</SendButton>
        <DoneWords done={done !== null} />
      </div>
    </form>
  );
}

function FiscalField({ month, held, error }: { month: number; held: string | null; error: string | null }) {
  return (
    <Field
      name="fiscal-start"
      label="Fiscal year starts in"
      hint={held ?? "The fiscal quarter to date on the Monday page follows it."}
      error={error}
      required
    >
      {(control) => (
        <Select
          {...control}
          defaultValue={month}
          disabled={held !== null}
          className="max-w-44"
          choices={MONTHS.map((label, index) => ({ value: String(index + 1), label }))}
        />
      )}
    </Field>
  );
}
