"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { REASONS } from "@/lib/domain/reasons";
import * as work from "@/lib/services/fix-work";
import * as fixes from "@/lib/services/fixes";
import { action } from "./action";
import { fields, idField } from "./form";
import { seenField, textField } from "./seen";

/** Anything but an id of ours is nobody: the service says so. */
const person = textField.transform((text) => (/^[1-9]\d{0,17}$/.test(text) ? BigInt(text) : null));
const seenFix = { id: idField, seen: seenField };

/** Opens a fix. Fields: reason, source, owner, action. */
export const openFix = action(
  "fixes.open",
  fields(
    z.object({
      reason: z.enum(REASONS, "Choose one of the five reasons."),
      source: textField.default(""),
      owner: person,
      action: textField,
    }),
  ),
  async (actor, { owner, ...input }) => {
    await fixes.openFix(actor, { ...input, ownerId: owner }, new Date());
    revalidatePath("/loop/fixes");
    return null;
  },
);

/** Writes the action of a fix. Fields: id, seen, action. */
export const writeFixAction = action(
  "fixes.work",
  fields(z.object({ ...seenFix, action: textField })),
  async (actor, input) => {
    await work.writeFixAction(actor, input);
    revalidatePath("/loop/fixes");
    return null;
  },
);

/** Hands a fix over to another person. Fields: id, seen, owner. */
export const handOverFix = action(
  "fixes.work",
  fields(z.object({ ...seenFix, owner: person })),
  async (actor, { owner, ...input }) => {
    await work.handOverFix(actor, { ...input, ownerId: owner }, new Date());
    revalidatePath("/loop/fixes");
    return null;
  },
);

/** Closes a fix. Fields: id, seen, evidence. */
export const closeFix = action(
  "fixes.work",
  fields(z.object({ ...seenFix, evidence: textField })),
  async (actor, input) => {
    await work.closeFix(actor, input, new Date());
    revalidatePath("/loop/fixes");
    return null;
  },
);
