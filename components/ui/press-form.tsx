"use client";

import type { ReactNode } from "react";
import { type FormAction, useActionForm } from "@/components/ui/action-form";
import type { ButtonLook } from "@/components/ui/button-look";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";

type Props = Pick<ButtonLook, "variant" | "size"> & {
  action: FormAction<unknown>;
  /** Hidden fields. */
  values: Readonly<Record<string, string>>;
  children: ReactNode;
};

/** One press that does one thing. */
export function PressForm({ action, values, children, variant = "plain", size }: Props) {
  const { form, pending, refusal } = useActionForm(action);
  return (
    <form {...form} className="grid justify-items-start gap-2">
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SendButton pending={pending} variant={variant} size={size}>
        {children}
      </SendButton>
      <RefusalNotice refusal={refusal} />
    </form>
  );
}
