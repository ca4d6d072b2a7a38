"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { acknowledgeFeedback as acknowledge } from "@/lib/services/feedback";
import { action } from "./action";
import { fields } from "./form";
import { textField } from "./seen";

/** Confirms that the feedback of a frozen Monday was read. Fields: as_of, sha256 (of the table that was looked at). */
export const acknowledgeFeedback = action(
  "feedback.acknowledge",
  fields(z.object({ as_of: textField.default(""), sha256: textField.default("") })),
  async (actor, { as_of, sha256 }) => {
    await acknowledge(actor, { asOf: as_of, sha256 }, new Date());
    revalidatePath("/loop/feedback");
    return null;
  },
);
