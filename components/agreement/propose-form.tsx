"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Select } from "@/components/ui/select";
import { propose } from "@/lib/actions/agreement-versions";

type Props = {
  version: number;
  /** Fiscal-year starts on which it may come into force; none: with the third signature. */
  starts: readonly { date: string; words: string }[];
};

/** Puts the draft before the three who sign. */
export function ProposeForm({ version, starts }: Props) {
  const { form, pending, refusal, errorOf } = useActionForm(propose);
  return (
    <form {...form} className="grid max-w-[24rem] gap-4">
      <input type="hidden" name="version" value={version} />
      {starts.length > 0 && (
        <Field
          name="effective_from"
          label="Comes into force on"
          hint="The start of a fiscal year, when the version in force ends or later."
          error={errorOf("effective_from")}
          required
        >
          {(control) => (
            <Select {...control} choices={starts.map(({ date, words }) => ({ value: date, label: words }))} />
          )}
        </Field>
      )}
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending} pendingWords="Proposing…">
          Propose for signature
        </SendButton>
      </div>
    </form>
  );
}
