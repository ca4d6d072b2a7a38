"use client";

import { useActionForm } from "@/components/ui/action-form";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { endBrief, signBrief } from "@/lib/actions/briefs";

type Props = { id: string; seen: string };

/** One of the two signatures, over the words on this screen. */
export function SignBrief({ id, seen, hash, name }: Props & { hash: string; name: string }) {
  const { form, pending, refusal } = useActionForm(signBrief);
  return (
    <form {...form} className="mt-4 grid justify-items-start gap-3">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="seen" value={seen} />
      <input type="hidden" name="hash" value={hash} />
      <SendButton pending={pending} pendingWords="Signing…">
        Sign as {name}
      </SendButton>
      <RefusalNotice refusal={refusal} />
    </form>
  );
}

/** Ends a brief before its last day. */
export function EndBrief({ id, seen }: Props) {
  const { form, pending, refusal } = useActionForm(endBrief);
  return (
    <form {...form} className="grid justify-items-start gap-3">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="seen" value={seen} />
      <SendButton pending={pending} pendingWords="Ending…" variant="plain">
        End this brief
      </SendButton>
      <RefusalNotice refusal={refusal} />
    </form>
  );
}
