"use client";

import { PressForm } from "@/components/ui/press-form";
import { closeReview, startTimer, takeBackDecision } from "@/lib/actions/reviews";

/** Starts the 30 minutes on every screen. */
export const StartTimer = ({ week }: { week: string }) => (
  <PressForm action={startTimer} values={{ week }} variant="primary">
    Start the 30 minutes
  </PressForm>
);

/** Takes the recorded decision back, so that another can be recorded. */
export const TakeBack = ({ week }: { week: string }) => (
  <PressForm action={takeBackDecision} values={{ week }} variant="quiet">
    Take it back
  </PressForm>
);

/** Ends the review; its decision takes effect. */
export const CloseReview = ({ week }: { week: string }) => (
  <PressForm action={closeReview} values={{ week }} variant="primary">
    Close the review
  </PressForm>
);
