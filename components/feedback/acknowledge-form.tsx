"use client";

import { useActionForm } from "@/components/ui/action-form";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { acknowledgeFeedback } from "@/lib/actions/feedback";

/** The head of demand-gen says that the week’s feedback was read: this table, by its hash. */
export function AcknowledgeForm({ asOf, sha256 }: { asOf: string; sha256: string }) {
  const { form, pending, refusal } = useActionForm(acknowledgeFeedback);
  return (
    <form {...form} className="grid justify-items-start gap-2">
      <input type="hidden" name="as_of" value={asOf} />
      <input type="hidden" name="sha256" value={sha256} />
      <SendButton pending={pending}>Acknowledge this feedback</SendButton>
      <RefusalNotice refusal={refusal} />
    </form>
  );
}
