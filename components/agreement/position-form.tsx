"use client";

import { useState } from "react";
import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Textarea } from "@/components/ui/textarea";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { raise, statePosition } from "@/lib/actions/disputes";
import type { DefinitionKey } from "@/lib/domain/definition";
import type { DefinitionForm } from "@/lib/view/settings/definition-form";
import { definitionControls, RULES } from "./definition-controls";

type Props = {
  /** The dispute in which a position is stated; null raises one. */
  dispute: string | null;
  field: DefinitionKey;
  /** What the side has said so far, else what the agreement says. */
  stored: DefinitionForm;
  reason: string;
  currency: string;
  children: string;
};

/** What one side wants a field to be, and why. */
export function PositionForm({ dispute, field, stored, reason, currency, children }: Props) {
  const { form, pending, refusal, errorOf, done } = useActionForm<unknown>(dispute === null ? raise : statePosition);
  const [value, setValue] = useState(stored);
  const set = (change: Partial<DefinitionForm>) => setValue((before) => ({ ...before, ...change }));
  const control = definitionControls({ form: value, set, errorOf }, currency)[field];
  const isPlaced = refusal?.field !== undefined;
  return (
    <form {...form} className="grid max-w-text gap-5 py-4">
      <UnsavedGuard when={refusal ? true : undefined} />
      {dispute === null ? (
        <input type="hidden" name="field" value={field} />
      ) : (
        <input type="hidden" name="dispute" value={dispute} />
      )}
      <p className="text-muted text-s">{RULES[field]}</p>
      <div className="grid gap-4">{control}</div>
      <Field
        name="reason"
        label="Why your side wants this"
        hint="The CEO reads it beside the other side’s."
        error={errorOf("reason")}
        required
      >
        {(props) => <Textarea {...props} rows={3} defaultValue={reason} />}
      </Field>
      {(!isPlaced || refusal?.field === "field") && <RefusalNotice refusal={refusal} />}
      <div className="flex flex-wrap items-center gap-4">
        <SendButton pending={pending}>{children}</SendButton>
        <DoneWords done={done !== null} />
      </div>
    </form>
  );
}
