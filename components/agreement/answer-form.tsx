"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Textarea } from "@/components/ui/textarea";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { answer } from "@/lib/actions/diagnostic";

type Props = {
  round: string;
  fields: readonly { key: string; label: string; hint: string; value: string }[];
  isAnswered: boolean;
};

/** A leader's own answer; it can be changed until the other one is in. */
export function AnswerForm({ round, fields, isAnswered }: Props) {
  const { form, pending, refusal, errorOf, done } = useActionForm(answer);
  return (
    <form {...form}>
      <UnsavedGuard when={refusal ? true : undefined} />
      <input type="hidden" name="round" value={round} />
      <div className="grid gap-x-10 gap-y-5 py-4 md:grid-cols-2">
        {fields.map(({ key, label, hint, value }) => (
          <div key={key} className={key === "sentence" ? "md:col-span-2" : undefined}>
            <Field name={key} label={label} hint={hint} error={errorOf(key)} required>
              {(control) => <Textarea {...control} rows={2} defaultValue={value} />}
            </Field>
          </div>
        ))}
      </div>
      <div className="grid gap-3 border-line border-t pt-4">
        <RefusalNotice refusal={refusal} many="Nothing was saved" />
        <div className="flex flex-wrap items-center gap-4">
          <SendButton pending={pending}>{isAnswered ? "Change my answer" : "Give my answer"}</SendButton>
          <DoneWords done={done !== null} />
        </div>
      </div>
    </form>
  );
}
