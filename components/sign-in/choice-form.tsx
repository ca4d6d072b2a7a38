"use client";

import { type ReactNode, useActionState } from "react";
import { Notice } from "@/components/ui/notice";
import type { signInDemo, signInWith } from "@/lib/actions/session";

type Props = {
  action: typeof signInDemo | typeof signInWith;
  className: string;
  /** The buttons, each of which sends the form. */
  children: ReactNode;
};

/** A form of buttons that sign in with one click, and why it was refused. */
export function ChoiceForm({ action, className, children }: Props) {
  const [state, submit, pending] = useActionState(action, null);
  return (
    <form action={submit} className={className} aria-busy={pending}>
      {state && <Notice kind="error" live title={state.message} />}
      {children}
    </form>
  );
}
