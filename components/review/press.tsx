"use client";

import { PressForm } from "@/components/ui/press-form";
import { closeReview, startTimer, takeBackDecision } from "@/lib/actions/reviews";

/** Starts the 30 minutes on every screen. */
export const StartTimer = ({ week }: { week: string }) => (
  <PressForm action={startTimer} values={{ week }} variant="primary">
    Start the 30 minutes
  </PressForm>
);

type OfDecision = { week: string; decision: string /** Id of the one on the screen: no other is acted on. */ };

/** Takes the recorded decision back, so that another can be recorded. */
export const TakeBack = (values: OfDecision) => (
  <PressForm action={takeBackDecision} values={values} variant="quiet">
    Take it back
  </PressForm>
);

/** Ends the review; its decision takes effect. */
export const CloseReview = (values: OfDecision) => (
  <PressForm action={closeReview} values={values} variant="primary">
    Close the review
  </PressForm>
);
