"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Radio, RadioGroup } from "@/components/ui/radio";
import { type Option, Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { logArgument } from "@/lib/actions/arguments";
import { ARGUMENT_KINDS, ARGUMENT_LIMIT, ARGUMENT_TEXTS } from "@/lib/domain/arguments";

type Props = { sources: readonly Option[]; segments: readonly Option[] };

/** Logs an argument; none of the four is chosen beforehand, and there is no fifth. */
export function ArgumentForm({ sources, segments }: Props) {
  const { form, pending, refusal, errorOf, done } = useActionForm(logArgument, { reset: true });
  const error = errorOf("kind");
  return (
    <form {...form} className="grid gap-5 py-4">
      <UnsavedGuard />
      <RadioGroup id="kind" legend="What it is really about" error={error}>
        <div className="grid gap-x-10 md:grid-cols-2">
          {ARGUMENT_KINDS.map((kind) => (
            <Radio
              key={kind}
              name="kind"
              value={kind}
              label={ARGUMENT_TEXTS[kind].label}
              hint={ARGUMENT_TEXTS[kind].description}
              aria-invalid={error ? true : undefined}
            />
          ))}
        </div>
      </RadioGroup>
      <div className="max-w-text">
        <Field
          name="text"
          label="What was argued"
          hint={`Up to ${ARGUMENT_LIMIT} characters. It cannot be changed afterwards.`}
          error={errorOf("text")}
          required
        >
          {(control) => <Textarea {...control} rows={3} />}
        </Field>
      </div>
      <div className="grid max-w-text items-start gap-4 md:grid-cols-2">
        <Field name="source" label="Row of the Monday page" error={errorOf("source")} optional>
          {(control) => <Select {...control} defaultValue="" none="None" choices={sources} />}
        </Field>
        <Field name="segment" label="Segment" error={errorOf("segment")} optional>
          {(control) => <Select {...control} defaultValue="" none="All" choices={segments} />}
        </Field>
      </div>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div className="flex flex-wrap items-center gap-4">
        <SendButton pending={pending}>Log the argument</SendButton>
        <DoneWords done={done !== null}>Logged.</DoneWords>
      </div>
    </form>
  );
}
