"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { DEFINITION_FIELDS, type DefinitionKey } from "@/lib/domain/definition";
import * as picks from "@/lib/services/dispute-picks";
import * as disputes from "@/lib/services/disputes";
import { readDefinitionForm } from "@/lib/view/settings/definition-post";
import { action } from "./action";
import { inControls } from "./definition-controls";
import { fields, idField } from "./form";
import { seenField, textField } from "./seen";

const posted = z.union([z.string(), z.array(z.string())]);
const key = z.enum(
  DEFINITION_FIELDS.map((field) => field.key) as [DefinitionKey, ...DefinitionKey[]],
  "Choose one of the eight fields.",
);

type Form = Readonly<Record<string, string | string[]>>;

/** That part of a posted definition which the dispute is about. */
const valueIn = (form: Form) => (field: DefinitionKey) =>
  (readDefinitionForm(form) as Record<DefinitionKey, unknown>)[field];

/** Opens a dispute and leads to it. Fields: field, reason, and the controls of that field (lib/view/settings/definition-form.ts). */
export const raise = action(
  "dispute.raise",
  fields(z.object({ field: key, reason: textField }).catchall(posted)),
  async (actor, { field, reason, ...form }) => {
    const value = valueIn(form)(field);
    const id = await inControls(form, () => disputes.raise(actor, { field, reason, value }, new Date()));
    revalidatePath("/agreement/disputes");
    redirect(`/agreement/disputes/${id}`);
  },
);

/** States the position of one's side. Fields: dispute, reason, and the controls of its field. */
export const statePosition = action(
  "dispute.raise",
  fields(z.object({ dispute: idField, reason: textField }).catchall(posted)),
  async (actor, { dispute, reason, ...form }) => {
    await inControls(form, () => disputes.statePosition(actor, { dispute, reason, value: valueIn(form) }, new Date()));
    revalidatePath("/agreement/disputes", "layout");
    return null;
  },
);

/** Takes a dispute back. Fields: dispute. */
export const withdraw = action("dispute.raise", fields(z.object({ dispute: idField })), async (actor, { dispute }) => {
  await disputes.withdraw(actor, dispute, new Date());
  revalidatePath("/agreement/disputes", "layout");
  return null;
});

/** The CEO picks a position. Fields: dispute, side, reason, seen. */
export const resolve = action(
  "dispute.resolve",
  fields(z.object({ dispute: idField, side: textField.default(""), reason: textField, seen: seenField })),
  async (actor, pick) => {
    await picks.resolve(actor, pick, new Date());
    revalidatePath("/agreement", "layout");
    return null;
  },
);
