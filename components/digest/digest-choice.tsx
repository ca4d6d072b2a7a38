"use client";

import { useActionForm } from "@/components/ui/action-form";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { setDigest } from "@/lib/actions/account";

/** One's own Monday mail: on or off. */
export function DigestChoice({ wants }: { wants: boolean }) {
  const { form, pending, refusal } = useActionForm(setDigest);
  return (
    <form {...form} className="grid justify-items-start gap-3 py-2.5">
      <input type="hidden" name="wanted" value={wants ? "no" : "yes"} />
      <p className="max-w-text">
        {wants ? "You get the digest by e-mail every Monday." : "You get no Monday mail: you have switched it off."}
      </p>
      <SendButton pending={pending} variant="plain">
        {wants ? "Stop my Monday mail" : "Send me the Monday mail"}
      </SendButton>
      <RefusalNotice refusal={refusal} />
    </form>
  );
}
