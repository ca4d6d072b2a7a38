"use client";

import { useActionForm } from "@/components/ui/action-form";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { sendAgain } from "@/lib/actions/digest";

/** Sends one message once more. */
export function SendAgain({ id, label }: { id: string; label: string }) {
  const { form, pending, refusal } = useActionForm(sendAgain);
  return (
    <form {...form} className="grid justify-items-start gap-2">
      <input type="hidden" name="delivery" value={id} />
      <SendButton pending={pending} pendingWords="Sending…" variant="plain" size="s" label={label}>
        Send again
      </SendButton>
      <RefusalNotice refusal={refusal} />
    </form>
  );
}
