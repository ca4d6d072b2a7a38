"use client";

import { useState } from "react";
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
  groups: readonly { label: string; options: readonly (Option & { kind: string })[] }[];
  /** What can be cited of a figure, by its kind; the first is its own value. */
  fields: { readonly [kind: string]: readonly Option[] };
  mondays: readonly Option[];
};

const options = (list: readonly Option[]) =>
  list.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));

/** A comment: a figure, which of its values, its Monday and what somebody concludes from it. Without a figure there is none. */
export function CommentForm({ kind, period, groups, fields, mondays }: Props) {
  const { form, pending, refusal, errorOf, done } = useActionForm(addComment, { reset: true });
  const [figure, setFigure] = useState("");
  const chosen = groups.flatMap((group) => group.options).find(({ value }) => value === figure);
  return (
    <form {...form} onReset={() => setFigure("")} className="grid max-w-text gap-4 py-4 print:hidden">
      <UnsavedGuard />
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="period" value={period} />
      <div className="grid items-start gap-4 md:grid-cols-[minmax(0,2fr)_minmax(0,1.25fr)_minmax(0,1fr)]">
        <Field name="figure" label="Figure" error={errorOf("figure")} required>
          {(control) => (
            <Select {...control} value={figure} onChange={({ target }) => setFigure(target.value)}>
              <option value="">Choose a figure</option>
              {groups.map((group) => (
                <optgroup key={group.label} label={group.label}>
                  {options(group.options)}
                </optgroup>
              ))}
            </Select>
          )}
        </Field>
        <Field name="field" label="Which of its values" error={errorOf("field")}>
          {(control) => (
            <Select {...control} key={chosen?.kind}>
              {chosen ? options(fields[chosen.kind] ?? []) : <option value="">The figure itself</option>}
            </Select>
          )}
        </Field>
        <Field name="as_of" label="As frozen on" error={errorOf("as_of")} required>
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
