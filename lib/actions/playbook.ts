"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { answerPulse as answer } from "@/lib/services/pulse";
import { giveThanks as give } from "@/lib/services/thanks";
import { chooseWatch as choose, endWatch as end } from "@/lib/services/watches";
import { action } from "./action";
import { fields, idField } from "./form";
import { textField } from "./seen";

/** Chooses the one watched reason. Field: reason. */
export const chooseWatch = action(
  "watch.choose",
  fields(z.object({ reason: textField.default("") })),
  async (actor, input) => {
    await choose(actor, input, new Date());
    revalidatePath("/loop/playbook");
    return null;
  },
);

/** Ends the watch without a thank-you. Fields: watch, reason (why). */
export const endWatch = action(
  "watch.choose",
  fields(z.object({ watch: idField, reason: textField.default("") })),
  async (actor, { watch, reason }) => {
    await end(actor, { watch, why: reason }, new Date());
    revalidatePath("/loop/playbook");
    return null;
  },
);

/** The CRO's public thank-you. Fields: watch, text, as_of (the Monday whose number was looked at). */
export const giveThanks = action(
  "thanks.give",
  fields(z.object({ watch: idField, text: textField.default(""), as_of: textField.default("") })),
  async (actor, { watch, text, as_of }) => {
    await give(actor, { watch, text, asOf: as_of }, new Date());
    revalidatePath("/loop/playbook");
    return null;
  },
);

/** This month's conflict pulse of one's own side. Field: score, 0 to 10. */
export const answerPulse = action(
  "pulse.answer",
  fields(z.object({ score: textField.default("") })),
  async (actor, input) => {
    await answer(actor, input, new Date());
    revalidatePath("/loop/playbook");
    return null;
  },
);
