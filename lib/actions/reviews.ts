"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { parseWeek, weekCode } from "@/lib/domain/reviews";
import { REVIEW_SEATS } from "@/lib/domain/roles";
import * as attending from "@/lib/services/reviews/attend";
import * as closing from "@/lib/services/reviews/close";
import * as deciding from "@/lib/services/reviews/decide";
import * as opening from "@/lib/services/reviews/open";
import * as seating from "@/lib/services/reviews/seats";
import { action } from "./action";
import { fields } from "./form";
import { seenField, textField } from "./seen";

/** The Monday of a week in a form. */
const weekField = z
  .string("Reload the page and try again.")
  .transform(parseWeek)
  .pipe(z.string("Reload the page and try again: this is no week."));

/** A person who may be left out; the service says what is missing. */
const personField = z
  .string()
  .default("")
  .transform((text) => (/^[1-9]\d{0,17}$/.test(text) ? BigInt(text) : null));

const optionalText = textField.default("");

function shown(): null {
  revalidatePath("/review", "layout");
  return null;
}

/** Opens the review of a week and leads into its room. Fields: week, cro, cmo, vp_revops, head_demand_gen, head_sdr. */
export const openReview = action(
  "review.open",
  fields(
    z.object({
      week: weekField,
      cro: personField,
      cmo: personField,
      vp_revops: personField,
      head_demand_gen: personField,
      head_sdr: personField,
    }),
  ),
  async (actor, { week: asOf, ...seats }) => {
    await opening.openReview(actor, { asOf, seats }, new Date());
    shown();
    redirect(`/review/${weekCode(asOf)}`);
  },
);

/** Moves the review of a holiday Tuesday. Fields: week, to, reason. */
export const moveReview = action(
  "review.open",
  fields(z.object({ week: weekField, to: optionalText, reason: optionalText })),
  async (actor, { week: asOf, to, reason }) => {
    await opening.moveReview(actor, { asOf, to, reason }, new Date());
    return shown();
  },
);

/** Gives the seat of somebody who left to another person of its role. Fields: week, seat, person. */
export const replaceSeat = action(
  "review.open",
  fields(
    z.object({ week: weekField, seat: z.enum(REVIEW_SEATS, "Reload the page and try again."), person: personField }),
  ),
  async (actor, { week: asOf, seat, person }) => {
    await seating.replaceSeat(actor, { asOf, seat, person }, new Date());
    return shown();
  },
);

const ofWeek = fields(z.object({ week: weekField }));

/** Starts the 30 minutes. Fields: week. */
export const startTimer = action("review.attend", ofWeek, async (actor, { week }) => {
  await attending.startTimer(actor, week, new Date());
  return shown();
});

/** The heartbeat of the open page of one who has a seat. Fields: week. */
export const attend = action("review.attend", ofWeek, async (actor, { week }) => {
  await attending.seenInRoom(actor, week, new Date());
  return null;
});

/** Records the one decision. Fields: week, type, unit, owner, due_on, why, and those of its kind. */
export const recordDecision = action(
  "review.decide",
  fields(
    z.object({
      week: weekField,
      type: optionalText,
      unit: optionalText,
      owner: personField,
      due_on: optionalText,
      why: optionalText,
      to_source: optionalText,
      amount: optionalText,
      until: optionalText,
      action: optionalText,
      fix_source: optionalText,
    }),
  ),
  async (actor, { week: asOf, due_on: dueOn, to_source: toSource, fix_source: fixSource, ...input }) => {
    await deciding.recordDecision(actor, { asOf, dueOn, toSource, fixSource, ...input }, new Date());
    return shown();
  },
);

const ofDecision = fields(z.object({ week: weekField, decision: seenField }));

/** Takes the one decision back. Fields: week, decision (the one on the screen). */
export const takeBackDecision = action("review.decide", ofDecision, async (actor, { week: asOf, decision: seen }) => {
  await deciding.takeBackDecision(actor, { asOf, seen }, new Date());
  return shown();
});

/** Closes the review with its decision. Fields: week, decision (the one on the screen). */
export const closeReview = action("review.decide", ofDecision, async (actor, { week: asOf, decision: seen }) => {
  await closing.closeReview(actor, { asOf, seen }, new Date());
  revalidatePath("/", "layout");
  return null;
});
