"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { REASONS } from "@/lib/domain/reasons";
import * as owners from "@/lib/services/reason-owners";
import { action } from "./action";
import { fields } from "./form";
import { seenField, textField } from "./seen";

/** Anything but an id of ours is nobody: the service says so. */
const person = textField.transform((text) => (/^[1-9]\d{0,17}$/.test(text) ? BigInt(text) : null));

/** Names the person who owns a reason from now on. Fields: reason, owner, seen. */
export const setReasonOwner = action(
  "settings.edit",
  fields(z.object({ reason: z.enum(REASONS, "Choose one of the five reasons."), owner: person, seen: seenField })),
  async (actor, { reason, owner, seen }) => {
    await owners.setReasonOwner(actor, { reason, userId: owner, seen }, new Date());
    revalidatePath("/settings/reasons");
    return null;
  },
);
