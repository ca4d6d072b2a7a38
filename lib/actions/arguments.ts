"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { logArgument as log } from "@/lib/services/arguments";
import { action } from "./action";
import { fields } from "./form";
import { textField } from "./seen";

/** Two tags are none: an argument is logged as exactly one. */
const kind = z.union([z.string(), z.array(z.string())]).default("");

/** Logs an argument by what it is really about. Fields: kind, text, source, segment. */
export const logArgument = action(
  "arguments.log",
  fields(z.object({ kind, text: textField, source: textField.default(""), segment: textField.default("") })),
  async (actor, input) => {
    const tag = typeof input.kind === "string" ? input.kind : "";
    await log(actor, { ...input, kind: tag }, new Date());
    revalidatePath("/agreement/arguments");
    return null;
  },
);
