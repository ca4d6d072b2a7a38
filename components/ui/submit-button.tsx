"use client";

import type { ComponentProps, ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button";

type Props = Omit<ComponentProps<typeof Button>, "type"> & {
  /** Words while the form is on its way; they replace the label, no spinner. */
  pendingWords?: ReactNode;
};

/** Submits its form once: while the action runs it says so and ignores further presses, but keeps the focus. */
export function SubmitButton({ children, pendingWords = "Saving…", onClick, variant = "primary", ...rest }: Props) {
  const { pending } = useFormStatus();
  return (
    <Button
      {...rest}
      type="submit"
      variant={variant}
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.(event);
      }}
    >
      <span aria-live="polite">{pending ? pendingWords : children}</span>
    </Button>
  );
}
