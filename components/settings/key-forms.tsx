"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, FieldError } from "@/components/ui/field";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Input } from "@/components/ui/input";
import { createKey } from "@/lib/actions/keys";
import { ShownOnce } from "./shown-once";

type Props = {
  /** What a key may do, with the words for it. */
  scopes: { scope: string; words: string }[];
};

/** Makes a key; it is shown once. */
export function AddKey({ scopes }: Props) {
  const { form, pending, refusal, errorOf, done } = useActionForm(createKey, { reset: true });
  const error = errorOf("scopes");
  return (
    <form {...form} className="grid max-w-160 gap-4 pt-4">
      <Field
        name="name"
        label="Name"
        hint="The system that will use it, such as Salesforce sync."
        error={errorOf("name")}
        required
      >
        {(control) => <Input {...control} autoComplete="off" className="max-w-80" />}
      </Field>
      <fieldset aria-describedby={error ? "scopes-error" : undefined}>
        <legend className="mb-1 font-medium text-s">It may</legend>
        {scopes.map(({ scope, words }) => (
          <Checkbox key={scope} name="scopes" value={scope} label={words} aria-invalid={error ? true : undefined} />
        ))}
        {error && <FieldError id="scopes-error">{error}</FieldError>}
      </fieldset>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending} variant="plain">
          Make the key
        </SendButton>
      </div>
      {done && (
        <ShownOnce title="The key, shown this once:" secret={done.value.key}>
          Send it as Authorization: Bearer … with every call.
        </ShownOnce>
      )}
    </form>
  );
}
