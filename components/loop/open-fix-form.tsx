"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { type Option, Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { openFix } from "@/lib/actions/fixes";

type Props = { reasons: readonly Option[]; sources: readonly Option[]; people: readonly Option[] };

/** Opens a fix of a reason: where, who, and what is done. It is due 30 days on. */
export function OpenFixForm({ reasons, sources, people }: Props) {
  const { form, pending, refusal, errorOf, done } = useActionForm(openFix, { reset: true });
  return (
    <form {...form} className="grid max-w-text gap-5 py-4">
      <UnsavedGuard />
      <div className="grid items-start gap-4 md:grid-cols-2">
        <Field name="reason" id="fix-reason" label="Reason" error={errorOf("reason")} required>
          {(control) => <Select {...control} defaultValue="" none="Choose a reason" choices={reasons} />}
        </Field>
        <Field name="source" id="fix-source" label="Source" error={errorOf("source")} optional>
          {(control) => <Select {...control} defaultValue="" none="All sources" choices={sources} />}
        </Field>
      </div>
      <Field name="owner" id="fix-owner" label="Owner" error={errorOf("owner")} required>
        {(control) => <Select {...control} defaultValue="" none="Choose a person" choices={people} />}
      </Field>
      <Field
        name="action"
        id="fix-action"
        label="What is done about it"
        hint="In a sentence or two, up to 500 characters."
        error={errorOf("action")}
        required
      >
        {(control) => <Textarea {...control} rows={3} />}
      </Field>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div className="flex flex-wrap items-center gap-4">
        <SendButton pending={pending}>Open the fix</SendButton>
        <DoneWords done={done !== null}>Opened.</DoneWords>
      </div>
    </form>
  );
}
