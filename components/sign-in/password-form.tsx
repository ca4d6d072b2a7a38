"use client";

import { useActionState, useEffect, useRef } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import type { signIn } from "@/lib/actions/session";

type Props = {
  /** Handed in: its name on the server is then no part of this page's scripts. */
  action: typeof signIn;
  callbackUrl: string;
};

/** E-mail and password. A plain form where there is no JavaScript; a refusal brings the focus to its field. */
export function PasswordForm({ action, callbackUrl }: Props) {
  const [state, submit] = useActionState(action, null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const field = state?.field && form.current?.elements.namedItem(state.field);
    if (field instanceof HTMLInputElement) field.focus();
  }, [state]);
  const errorOf = (field: string) => (state?.field === field ? state.message : null);
  return (
    <form ref={form} action={submit} noValidate className="grid gap-4">
      {state && !state.field && <Notice kind="error" live title={state.message} />}
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <Field name="email" label="E-mail" error={errorOf("email")} required>
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={state?.email}
          />
        )}
      </Field>
      <Field name="password" label="Password" error={errorOf("password")} required>
        {(control) => <Input {...control} type="password" autoComplete="current-password" />}
      </Field>
      <SubmitButton size="l" wide pendingWords="Signing in…">
        Sign in
      </SubmitButton>
    </form>
  );
}
