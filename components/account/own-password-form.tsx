"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Input } from "@/components/ui/input";
import { changePassword } from "@/lib/actions/account";

/** Changes one's own password; `email` is for password managers, which file the new one under it. */
export function OwnPasswordForm({ email, hint }: { email: string; hint: string }) {
  const { form, pending, refusal, errorOf, done } = useActionForm(changePassword, { reset: true });
  return (
    <form {...form} className="grid max-w-[24rem] gap-4 pt-4">
      <input type="text" name="username" autoComplete="username" defaultValue={email} readOnly hidden />
      <Field name="current" label="Present password" error={errorOf("current")} required>
        {(control) => <Input {...control} type="password" autoComplete="current-password" />}
      </Field>
      <Field name="password" label="New password" hint={hint} error={errorOf("password")} required>
        {(control) => <Input {...control} type="password" autoComplete="new-password" />}
      </Field>
      <Field name="repeat" label="New password, once more" error={errorOf("repeat")} required>
        {(control) => <Input {...control} type="password" autoComplete="new-password" />}
      </Field>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div className="flex flex-wrap items-center gap-3">
        <SendButton pending={pending}>Change the password</SendButton>
        <DoneWords done={done !== null}>
          Changed. You stay signed in here, and are signed out everywhere else.
        </DoneWords>
      </div>
    </form>
  );
}
