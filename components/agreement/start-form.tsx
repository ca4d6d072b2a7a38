"use client";

import { useRouter } from "next/navigation";
import { useActionForm } from "@/components/ui/action-form";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { startCorrection, startDraft } from "@/lib/actions/agreement-versions";

type Props = { kind: "draft" | "correction"; words: string; primary?: boolean };

/** One button that opens a draft and leads to it. */
export function StartForm({ kind, words, primary = false }: Props) {
  const router = useRouter();
  const { form, pending, refusal } = useActionForm(kind === "draft" ? startDraft : startCorrection, {
    onDone: () => router.push("/agreement/draft"),
  });
  return (
    <form {...form} className="grid gap-2">
      <SendButton pending={pending} pendingWords="Opening…" variant={primary ? "primary" : "plain"}>
        {words}
      </SendButton>
      <RefusalNotice refusal={refusal} />
    </form>
  );
}
