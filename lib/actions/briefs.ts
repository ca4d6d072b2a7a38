"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import * as signing from "@/lib/services/brief-signing";
import * as briefs from "@/lib/services/briefs";
import { action } from "./action";
import { fields, idField } from "./form";
import { seenField, textField } from "./seen";

const PATH = "/agreement/buying";

const terms = z.object({
  vendor: textField,
  volume: textField,
  price: textField,
  currency: textField,
  deliveryFrom: textField,
  deliveryTo: textField,
  creditTerms: textField,
});

/** Writes a brief and gives its id. Fields: vendor, volume, price, currency, deliveryFrom, deliveryTo, creditTerms. */
export const writeBrief = action("brief.edit", fields(terms), async (actor, text) => {
  const id = await briefs.writeBrief(actor, text, new Date());
  revalidatePath(PATH, "layout");
  return String(id);
});

/** Rewrites one that is not signed by both sides. Fields: id, seen, and those of `writeBrief`. */
export const editBrief = action(
  "brief.edit",
  fields(terms.extend({ id: idField, seen: seenField })),
  async (actor, { id, seen, ...text }) => {
    await briefs.editBrief(actor, { id, seen, text }, new Date());
    revalidatePath(PATH, "layout");
    return String(id);
  },
);

/** Signs what is on the screen. Fields: id, seen, hash. */
export const signBrief = action(
  "brief.sign",
  fields(z.object({ id: idField, seen: seenField, hash: textField })),
  async (actor, input) => {
    await signing.signBrief(actor, input, new Date());
    revalidatePath(PATH, "layout");
    return null;
  },
);

/** Ends a brief. Fields: id, seen. */
export const endBrief = action(
  "brief.edit",
  fields(z.object({ id: idField, seen: seenField })),
  async (actor, input) => {
    await briefs.endBrief(actor, input);
    revalidatePath(PATH, "layout");
    return null;
  },
);
