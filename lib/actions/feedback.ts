"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { acknowledgeFeedback as acknowledge } from "@/lib/services/feedback";
import { action } from "./action";
import { fields } from "./form";
import { textField } from "./seen";

/** Confirms that the feedback of a frozen Monday was read. Field: as_of. */
export const acknowledgeFeedback = action(
  "feedback.acknowledge",
  fields(z.object({ as_of: textField.default("") })),
  async (actor, { as_of }) => {
    await acknowledge(actor, { asOf: as_of }, new Date());
    revalidatePath("/loop/feedback");
    return null;
  },
);
