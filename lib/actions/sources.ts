"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import * as mappings from "@/lib/services/source-mappings";
import * as sources from "@/lib/services/sources";
import { action } from "./action";
import { fields } from "./form";
import { seenField, textField } from "./seen";

const PATH = "/settings/sources";

/** Fields: label, seen. */
export const addSource = action(
  "settings.edit",
  fields(z.object({ label: textField, seen: seenField })),
  async (actor, input) => {
    await sources.addSource(actor, input);
    revalidatePath(PATH);
    return null;
  },
);

/** Fields: code, label, seen. */
export const renameSource = action(
  "settings.edit",
  fields(z.object({ code: textField, label: textField, seen: seenField })),
  async (actor, input) => {
    await sources.renameSource(actor, input);
    revalidatePath(PATH);
    return null;
  },
);

/** Fields: code, direction, seen. */
export const moveSource = action(
  "settings.edit",
  fields(z.object({ code: textField, direction: z.enum(["up", "down"], "Choose up or down."), seen: seenField })),
  async (actor, input) => {
    await sources.moveSource(actor, input);
    revalidatePath(PATH);
    return null;
  },
);

/** Fields: code, active, seen. */
export const setSourceActive = action(
  "settings.edit",
  fields(z.object({ code: textField, active: z.enum(["true", "false"], "Choose in use or not."), seen: seenField })),
  async (actor, { active, ...input }) => {
    await sources.setSourceActive(actor, { ...input, active: active === "true" });
    revalidatePath(PATH);
    return null;
  },
);

/** Maps an outside value; everything that came in under it moves. Fields: from, to, seen. */
export const mapSource = action(
  "settings.edit",
  fields(z.object({ from: textField, to: textField, seen: seenField })),
  async (actor, input) => {
    await mappings.mapSource(actor, input);
    revalidatePath(PATH);
    return null;
  },
);
