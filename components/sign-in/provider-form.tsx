"use client";

import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { signInWith } from "@/lib/actions/session";

type Props = {
  providers: { id: string; label: string }[];
  callbackUrl: string;
};

/** One button for each outside way to sign in. */
export function ProviderForm({ providers, callbackUrl }: Props) {
  const [state, submit] = useActionState(signInWith, null);
  return (
    <form action={submit} className="grid gap-2">
      {state && <Notice kind="error" live title={state.message} />}
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      {providers.map(({ id, label }) => (
        <Button key={id} type="submit" name="provider" value={id} size="l" wide>
          Continue with {label}
        </Button>
      ))}
    </form>
  );
}
