"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Input } from "@/components/ui/input";
import { sign } from "@/lib/actions/agreement-versions";

type Props = {
  version: number;
  hash: string;
  /** Of the signer, for password managers. */
  email: string;
  /** False: the signer has just signed in another way. */
  asksPassword: boolean;
};

/** One of the three signatures: who it is, once more, and the name under it. */
export function SignForm({ version, hash, email, asksPassword }: Props) {
  const { form, pending, refusal, errorOf } = useActionForm(sign);
  return (
    <form {...form} className="grid max-w-[24rem] gap-4">
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="hash" value={hash} />
      {asksPassword && (
        <>
          <input type="text" name="username" autoComplete="username" defaultValue={email} readOnly hidden />
          <Field
            name="password"
            label="Your password, once more"
            hint="A signature is yours alone."
            error={errorOf("password")}
            required
          >
            {(control) => <Input {...control} type="password" autoComplete="current-password" />}
          </Field>
        </>
      )}
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending} pendingWords="Signing…">
          Sign version {version}
        </SendButton>
      </div>
    </form>
  );
}
