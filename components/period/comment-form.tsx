"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { addComment } from "@/lib/actions/period-comments";

interface Option {
  value: string;
  label: string;
}

type Props = {
  kind: string;
  period: string;
  groups: readonly { label: string; options: readonly Option[] }[];
  mondays: readonly Option[];
};

const options = (list: readonly Option[]) =>
  list.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));

/** A comment: a figure, its Monday and what somebody concludes from it. Without a figure there is none. */
export function CommentForm({ kind, period, groups, mondays }: Props) {
  const { form, pending, refusal, errorOf, done } = useActionForm(addComment, { reset: true });
  return (
    <form {...form} className="grid max-w-text gap-4 py-4 print:hidden">
      <UnsavedGuard />
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="period" value={period} />
      <div className="grid items-start gap-4 md:grid-cols-2">
        <Field name="figure" label="Figure" error={errorOf("figure")} required>
          {(control) => (
            <Select {...control} defaultValue="">
              <option value="">Choose a figure</option>
              {groups.map((group) => (
                <optgroup key={group.label} label={group.label}>
                  {options(group.options)}
                </optgroup>
              ))}
            </Select>
          )}
        </Field>
        <Field name="asOf" label="As frozen on" error={errorOf("asOf")} required>
          {(control) => <Select {...control}>{options(mondays)}</Select>}
        </Field>
      </div>
      <Field
        name="text"
        label="What follows from it"
        hint="The value of that Monday is kept with your words. Neither can be changed afterwards."
        error={errorOf("text")}
        required
      >
        {(control) => <Textarea {...control} rows={3} />}
      </Field>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div className="flex flex-wrap items-center gap-4">
        <SendButton pending={pending}>Add the comment</SendButton>
        <DoneWords done={done !== null}>Added.</DoneWords>
      </div>
    </form>
  );
}
