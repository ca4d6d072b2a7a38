"use client";

import type { ReactNode } from "react";
import { useActionForm } from "@/components/ui/action-form";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, FieldError } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { SectionHead } from "@/components/ui/section-head";
import { Select } from "@/components/ui/select";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { setRequirements } from "@/lib/actions/requirements";
import { SPEND_POLICIES } from "@/lib/domain/spend-policy";
import { codeChoices } from "@/lib/view/choices";
import type { RequirementsModel } from "@/lib/view/settings/requirements";

type Props = {
  version: number;
  seen: string;
  model: RequirementsModel;
  /** The words of the button and of what it did. */
  save: string;
  saved: ReactNode;
};

/** Data that a lead must carry, and what counts as spend of each source. */
export function RequirementsForm({ version, seen, model, save, saved }: Props) {
  const { form, pending, refusal, errorOf, done } = useActionForm(setRequirements);
  return (
    <form {...form}>
      <UnsavedGuard when={refusal ? true : undefined} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="seen" value={seen} />
      <RequiredData fields={model.fields} error={errorOf("required_data")} />
      <Policies sources={model.sources} errorOf={errorOf} />
      <div className="mt-6 grid max-w-160 gap-3">
        <RefusalNotice refusal={refusal} many="Nothing was saved" />
        <div className="flex flex-wrap items-center gap-3">
          <SendButton pending={pending}>{save}</SendButton>
          <DoneWords done={done !== null}>{saved}</DoneWords>
        </div>
      </div>
    </form>
  );
}

function RequiredData({ fields, error }: { fields: RequirementsModel["fields"]; error: string | null }) {
  return (
    <section aria-labelledby="data">
      <SectionHead
        id="data"
        title="Data a lead must carry"
        note="a lead that lacks one of these cannot be handed over; the score is asked for always"
      />
      <fieldset className="pt-3" aria-describedby={error ? "required_data-error" : undefined}>
        <legend className="sr-only">Data a lead must carry</legend>
        <div className="grid gap-x-8 md:grid-cols-2 lg:grid-cols-3">
          {fields.map(({ field, label, isRequired, now }) => (
            <Checkbox
              key={field}
              name="required_data"
              value={field}
              label={label}
              hint={now ?? undefined}
              defaultChecked={isRequired}
              aria-invalid={error ? true : undefined}
            />
          ))}
        </div>
        {error && <FieldError id="required_data-error">{error}</FieldError>}
      </fieldset>
    </section>
  );
}

type PoliciesProps = { sources: RequirementsModel["sources"]; errorOf: (field: string) => string | null };

function Policies({ sources, errorOf }: PoliciesProps) {
  return (
    <section aria-labelledby="spend" className="mt-12">
      <SectionHead
        id="spend"
        title="What counts as spend"
        note="cost per pipeline dollar divides it; under “None” spend of the source is refused when it comes in"
      />
      <p className="max-w-text pt-2.5 text-muted text-s">
        {SPEND_POLICIES.map(({ label, words }) => `${label}: ${words}.`).join(" ")}
      </p>
      <div className="grid items-start gap-x-8 gap-y-5 pt-4 md:grid-cols-2 lg:grid-cols-3">
        {sources.map(({ code, label, policy, now }) => (
          <Field key={code} name={`policy.${code}`} label={label} hint={now} error={errorOf(`policy.${code}`)} required>
            {(control) => <Select {...control} defaultValue={policy} choices={codeChoices(SPEND_POLICIES)} />}
          </Field>
        ))}
      </div>
    </section>
  );
}
