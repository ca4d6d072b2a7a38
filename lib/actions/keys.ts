"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import * as keys from "@/lib/auth/keys";
import { SCOPES } from "@/lib/auth/permissions";
import { action } from "./action";
import { fields } from "./form";
import { textField } from "./seen";

const PATH = "/settings/keys";

/** Shown once; the database keeps its hash alone. */
interface Made {
  key: string;
}

const scope = z.enum(SCOPES, "Choose what the key may do.");
const scopes = z
  .union([scope, z.array(scope)], "Choose what the key may do: send records, read metrics, or both.")
  .transform((value) => [value].flat());

/** Makes a key for an integration. Fields: name, scopes (once or more). */
export const createKey = action(
  "people.manage",
  fields(z.object({ name: textField, scopes })),
  async (actor, input): Promise<Made> => {
    const key = await keys.createKey(actor, input);
    revalidatePath(PATH);
    return { key };
  },
);

/** Ends the keys of a name from the next request on. Fields: name. */
export const revokeKeys = action("people.manage", fields(z.object({ name: textField })), async (actor, { name }) => {
  const count = await keys.revokeKeys(actor, name);
  revalidatePath(PATH);
  return { count };
});
