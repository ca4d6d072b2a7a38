"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import * as requirements from "@/lib/services/agreement/requirements";
import { action } from "./action";
import { fields } from "./form";
import { seenField, textField, versionField } from "./seen";

/** One box gives text, several a list, none nothing. */
const boxes = z
  .union([textField, z.array(textField)])
  .optional()
  .transform((value) => [value ?? []].flat());

const POLICY = "policy.";

/** Data a lead must carry and spend policies. Fields: version, seen, required_data (any number of times), `policy.<source>`. */
export const setRequirements = action(
  "agreement.edit",
  fields(z.object({ version: versionField, seen: seenField, required_data: boxes }).catchall(textField)),
  async (actor, { version, seen, required_data: requiredData, ...rest }) => {
    const named = Object.entries(rest).filter(([name]) => name.startsWith(POLICY));
    const spendPolicy = Object.fromEntries(named.map(([name, policy]) => [name.slice(POLICY.length), policy]));
    await requirements.setRequirements(actor, { version, seen, requiredData, spendPolicy });
    revalidatePath("/agreement", "layout");
    return null;
  },
);
