"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Input } from "@/components/ui/input";
import { type Option, Select } from "@/components/ui/select";
import { createPerson } from "@/lib/actions/people";
import { ShownOnce } from "./shown-once";

/** Makes an account; its password is shown once. */
export function AddPerson({ roles }: { roles: Option[] }) {
  const { form, pending, refusal, errorOf, done } = useActionForm(createPerson, { reset: true });
  return (
    <form {...form} className="grid gap-3 pt-4">
      <div className="grid items-end gap-x-4 gap-y-3 md:grid-cols-[1fr_1fr_14rem_auto]">
        <Field name="name" id="new-name" label="Name" error={errorOf("name")} required>
          {(control) => <Input {...control} autoComplete="off" />}
        </Field>
        <Field name="email" id="new-email" label="E-mail" error={errorOf("email")} required>
          {(control) => <Input {...control} type="email" autoComplete="off" />}
        </Field>
        <Field name="role" id="new-role" label="Role" error={errorOf("role")} required>
          {(control) => <Select {...control} defaultValue="" none="Choose a role" choices={roles} />}
        </Field>
        <SendButton pending={pending} variant="plain">
          Add the person
        </SendButton>
      </div>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      {done && (
        <ShownOnce title="Their password, shown this once:" secret={done.value.password}>
          Hand it over yourself. They can come through your sign-in provider as well.
        </ShownOnce>
      )}
    </form>
  );
}
