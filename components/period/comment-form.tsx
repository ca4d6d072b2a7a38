"use client";

import { useState } from "react";
import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { type Option, Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { addComment } from "@/lib/actions/period-comments";

type Props = {
  kind: string;
  period: string;
  groups: readonly { label: string; options: readonly (Option & { kind: string })[] }[];
  /** What can be cited of a figure, by its kind; the first is its own value. */
  fields: { readonly [kind: string]: readonly Option[] };
  mondays: readonly Option[];
};

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
            <Select
              {...control}
              value={figure}
              onChange={({ target }) => setFigure(target.value)}
              none="Choose a figure"
              choices={groups}
            />
          )}
        </Field>
        <Field name="field" label="Which of its values" error={errorOf("field")}>
          {(control) => (
            <Select
              {...control}
              key={chosen?.kind}
              none={chosen ? undefined : "The figure itself"}
              choices={(chosen && fields[chosen.kind]) ?? []}
            />
          )}
        </Field>
        <Field name="as_of" label="As frozen on" error={errorOf("as_of")} required>
          {(control) => <Select {...control} choices={mondays} />}
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
