"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import type { FormRefusal } from "./action-form";
import { Button } from "./button";
import type { ButtonLook } from "./button-look";
import { Notice } from "./notice";

type ButtonProps = Pick<ButtonLook, "variant" | "size"> & {
  pending: boolean;
  pendingWords?: string;
  children: ReactNode;
  /** For screen readers, where several buttons on a page have the same words. */
  label?: string;
  name?: string;
  value?: string;
};

/** The button of a `useActionForm`: while it is sent it says so, ignores presses and keeps the focus. */
export function SendButton({
  pending,
  pendingWords = "Saving…",
  children,
  label,
  variant = "primary",
  ...rest
}: ButtonProps) {
  return (
    <Button {...rest} type="submit" variant={variant} aria-disabled={pending || undefined} aria-label={label}>
      <span aria-live="polite">{pending ? pendingWords : children}</span>
    </Button>
  );
}

type RefusalProps = {
  refusal: FormRefusal | null;
  /** Said before the fault when several fields are wrong. */
  many?: string;
};

/** Why nothing was saved. What somebody else changed can be looked at without losing what was typed. */
export function RefusalNotice({ refusal, many }: RefusalProps) {
  const router = useRouter();
  if (!refusal) return null;
  const errors = Array.isArray(refusal.details?.errors) ? refusal.details.errors.length : 0;
  const action = refusal.code === "CONFLICT" && (
    <Button size="s" onClick={() => router.refresh()}>
      Show the change
    </Button>
  );
  return (
    <Notice
      kind="error"
      live
      title={errors > 1 && many ? `${many}: ${errors} fields need another look.` : refusal.message}
      action={action || undefined}
    />
  );
}

/** Says that a form was saved; gone as soon as somebody types again. */
export function DoneWords({ done, children = "Saved." }: { done: boolean; children?: ReactNode }) {
  return (
    <p role="status" className="text-good text-s">
      {done && (
        <>
          <span aria-hidden="true">✓ </span>
          {children}
        </>
      )}
    </p>
  );
}
