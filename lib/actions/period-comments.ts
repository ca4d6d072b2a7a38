"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { addComment as add } from "@/lib/services/period-comments";
import { action } from "./action";
import { fields } from "./form";
import { textField } from "./seen";

const chosen = textField.default("");

/** A comment of a review that cites a figure. Fields: kind, period, asOf, figure, text. */
export const addComment = action(
  "review.comment",
  fields(z.object({ kind: chosen, period: chosen, asOf: chosen, figure: chosen, text: chosen })),
  async (actor, input) => {
    await add(actor, input, new Date());
    revalidatePath("/review", "layout");
    return null;
  },
);
