"use client";

import type { ReactNode } from "react";
import { type FormAction, useActionForm } from "@/components/ui/action-form";
import type { ButtonLook } from "@/components/ui/button-look";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { closeReview, startTimer, takeBackDecision } from "@/lib/actions/reviews";

type PressProps = Pick<ButtonLook, "variant"> & { action: FormAction<unknown>; week: string; children: ReactNode };

function Press({ action, week, children, variant }: PressProps) {
  const { form, pending, refusal } = useActionForm(action);
  return (
    <form {...form} className="grid justify-items-start gap-2">
      <input type="hidden" name="week" value={week} />
      <SendButton pending={pending} variant={variant}>
        {children}
      </SendButton>
      <RefusalNotice refusal={refusal} />
    </form>
  );
}

/** Starts the 30 minutes on every screen. */
export const StartTimer = ({ week }: { week: string }) => (
  <Press action={startTimer} week={week} variant="primary">
    Start the 30 minutes
  </Press>
);

/** Takes the recorded decision back, so that another can be recorded. */
export const TakeBack = ({ week }: { week: string }) => (
  <Press action={takeBackDecision} week={week} variant="quiet">
    Take it back
  </Press>
);

/** Ends the review; its decision takes effect. */
export const CloseReview = ({ week }: { week: string }) => (
  <Press action={closeReview} week={week} variant="primary">
    Close the review
  </Press>
);
