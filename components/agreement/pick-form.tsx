"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Radio, RadioGroup } from "@/components/ui/radio";
import { Textarea } from "@/components/ui/textarea";
import { resolve } from "@/lib/actions/disputes";

type Props = {
  dispute: string;
  seen: string;
  choices: readonly { side: string; label: string; words: string }[];
};

/** The CEO picks one of two positions; none is chosen beforehand. */
export function PickForm({ dispute, seen, choices }: Props) {
  const { form, pending, refusal, errorOf } = useActionForm(resolve);
  const error = errorOf("side");
  return (
    <form {...form} className="grid max-w-text gap-5 py-4">
      <input type="hidden" name="dispute" value={dispute} />
      <input type="hidden" name="seen" value={seen} />
      <RadioGroup id="side" legend="Which position" error={error}>
        {choices.map(({ side, label, words }) => (
          <Radio
            key={side}
            name="side"
            value={side}
            label={label}
            hint={words}
            aria-invalid={error ? true : undefined}
          />
        ))}
      </RadioGroup>
      <Field
        name="reason"
        label="Why this one"
        hint="Both sides read it. It cannot be changed after the pick."
        error={errorOf("reason")}
        required
      >
        {(control) => <Textarea {...control} rows={3} />}
      </Field>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending}>Pick, and close the field for 12 months</SendButton>
      </div>
    </form>
  );
}
