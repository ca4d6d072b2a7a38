"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import * as stack from "@/lib/services/stack";
import { action } from "./action";
import { fields, idField } from "./form";
import { seenField, textField } from "./seen";

/** Anything but an id of ours is nobody: the service says so. */
const person = textField.transform((text) => (/^[1-9]\d{0,17}$/.test(text) ? BigInt(text) : null));

const tool = z.object({
  name: textField,
  vendor: textField,
  yearlyCost: textField,
  currency: textField,
  renewsOn: textField,
  owner: person,
  seen: seenField,
});

function refresh(): void {
  revalidatePath("/settings/stack");
  revalidatePath("/agreement/stack");
}

/** Fields: layer, name, vendor, yearlyCost, currency, renewsOn, owner, seen. */
export const addTool = action(
  "settings.edit",
  fields(tool.extend({ layer: textField })),
  async (actor, { layer, owner, seen, ...text }) => {
    await stack.addTool(actor, { layer, ownerId: owner, text, seen });
    refresh();
    return null;
  },
);

/** Fields: id, and those of `addTool` but the layer. */
export const changeTool = action(
  "settings.edit",
  fields(tool.extend({ id: idField })),
  async (actor, { id, owner, seen, ...text }) => {
    await stack.changeTool(actor, { id, ownerId: owner, text, seen });
    refresh();
    return null;
  },
);

/** Fields: id, active, seen. */
export const setToolActive = action(
  "settings.edit",
  fields(z.object({ id: idField, active: z.enum(["true", "false"], "Choose in use or not."), seen: seenField })),
  async (actor, { active, ...input }) => {
    await stack.setToolActive(actor, { ...input, active: active === "true" });
    refresh();
    return null;
  },
);

/** Fields: modelVersion, retrainedOn, seen. */
export const enterRetrain = action(
  "settings.edit",
  fields(z.object({ modelVersion: textField, retrainedOn: textField, seen: seenField })),
  async (actor, input) => {
    await stack.enterRetrain(actor, input, new Date());
    refresh();
    return null;
  },
);
