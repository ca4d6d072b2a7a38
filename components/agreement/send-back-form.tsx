"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Textarea } from "@/components/ui/textarea";
import { sendBack } from "@/lib/actions/agreement-versions";

/** Returns a proposal to those who have to be asked first; all signatures are void. */
export function SendBackForm({ version }: { version: number }) {
  const { form, pending, refusal, errorOf } = useActionForm(sendBack);
  return (
    <form {...form} className="grid max-w-[32rem] gap-4">
      <input type="hidden" name="version" value={version} />
      <Field
        name="reason"
        label="Why, and who should be asked"
        hint="Everybody reads it beside the draft."
        error={errorOf("reason")}
        required
      >
        {(control) => <Textarea {...control} rows={2} maxLength={500} />}
      </Field>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending} pendingWords="Sending…" variant="plain">
          Send back for socialization
        </SendButton>
      </div>
    </form>
  );
}
