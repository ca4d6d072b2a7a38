"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Radio, RadioGroup } from "@/components/ui/radio";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { logArgument } from "@/lib/actions/arguments";
import { ARGUMENT_KINDS, ARGUMENT_LIMIT, ARGUMENT_TEXTS } from "@/lib/domain/arguments";

interface Option {
  code: string;
  label: string;
}

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
        <Choice name="source" label="Row of the Monday page" none="None" options={sources} error={errorOf("source")} />
        <Choice name="segment" label="Segment" none="All" options={segments} error={errorOf("segment")} />
      </div>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div className="flex flex-wrap items-center gap-4">
        <SendButton pending={pending}>Log the argument</SendButton>
        <DoneWords done={done !== null}>Logged.</DoneWords>
      </div>
    </form>
  );
}

type ChoiceProps = { name: string; label: string; none: string; options: readonly Option[]; error: string | null };

function Choice({ name, label, none, options, error }: ChoiceProps) {
  return (
    <Field name={name} label={label} error={error} optional>
      {(control) => (
        <Select {...control} defaultValue="">
          <option value="">{none}</option>
          {options.map(({ code, label: words }) => (
            <option key={code} value={code}>
              {words}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
