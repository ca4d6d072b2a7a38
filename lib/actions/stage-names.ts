"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import * as stages from "@/lib/services/stage-names";
import { action } from "./action";
import { fields } from "./form";
import { seenField, textField } from "./seen";

const PATH = "/settings/stages";

const line = z.object({
  name: textField,
  stage: textField,
  ordinal: textField,
  won: z.string().optional(),
  crm_value: textField,
  seen: seenField,
});

type Line = z.output<typeof line>;

const textOf = ({ name, stage, ordinal, won, crm_value: crmValue }: Line) => ({
  name,
  stage,
  ordinal,
  won: won !== undefined,
  crmValue,
});

/** Adds a name to the translation table. Fields: name, stage, ordinal, won, crm_value, seen. */
export const mapStageName = action("settings.edit", fields(line), async (actor, input) => {
  await stages.mapStageName(actor, { line: textOf(input), seen: input.seen });
  revalidatePath(PATH);
  return null;
});

/** Fields: key, and those of `mapStageName`. */
export const changeStageName = action(
  "settings.edit",
  fields(line.extend({ key: textField })),
  async (actor, { key, ...input }) => {
    await stages.changeStageName(actor, { key, line: textOf(input), seen: input.seen });
    revalidatePath(PATH);
    return null;
  },
);

/** Fields: key, seen. */
export const removeStageName = action(
  "settings.edit",
  fields(z.object({ key: textField, seen: seenField })),
  async (actor, input) => {
    await stages.removeStageName(actor, input);
    revalidatePath(PATH);
    return null;
  },
);
