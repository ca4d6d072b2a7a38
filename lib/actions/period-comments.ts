"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { addComment as add } from "@/lib/services/period-comments";
import { action } from "./action";
import { fields } from "./form";
import { textField } from "./seen";

const chosen = textField.default("");

/** A comment of a review that cites a figure. Fields: kind, period, as_of, figure, field, text. */
export const addComment = action(
  "review.comment",
  fields(z.object({ kind: chosen, period: chosen, as_of: chosen, figure: chosen, field: chosen, text: chosen })),
  async (actor, { as_of: asOf, ...input }) => {
    await add(actor, { ...input, asOf }, new Date());
    revalidatePath("/review", "layout");
    return null;
  },
);
