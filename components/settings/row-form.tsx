"use client";

import type { ReactNode } from "react";
import { type FormAction, useActionForm } from "@/components/ui/action-form";
import type { ButtonLook } from "@/components/ui/button-look";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";

type Props = Pick<ButtonLook, "variant"> & {
  action: FormAction<unknown>;
  /** Hidden fields. */
  values: Readonly<Record<string, string>>;
  children: ReactNode;
  /** Full words, where a table has many of these. */
  label: string;
};

/** One press that changes one row. */
export function RowForm({ action, values, children, label, variant = "quiet" }: Props) {
  const { form, pending, refusal } = useActionForm(action);
  return (
    <form {...form} className="inline-grid gap-1">
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SendButton pending={pending} pendingWords="…" variant={variant} size="s" label={label}>
        {children}
      </SendButton>
      <RefusalNotice refusal={refusal} />
    </form>
  );
}
