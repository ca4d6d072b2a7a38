"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import * as segments from "@/lib/services/segments";
import { action } from "./action";
import { fields } from "./form";
import { seenField, textField } from "./seen";

const form = z.object({
  "SMB.label": textField,
  "SMB.from": textField,
  "SMB.to": textField,
  "MM.label": textField,
  "MM.from": textField,
  "MM.to": textField,
  "ENT.label": textField,
  "ENT.from": textField,
  "ENT.to": textField,
  "Unknown.label": textField,
  seen: seenField,
});

/** Names and bounds of all segments. Fields: `<code>.label`, `<code>.from`, `<code>.to`, seen. */
export const setSegments = action("settings.edit", fields(form), async (actor, { seen, ...input }) => {
  await segments.setSegments(actor, {
    bounds: {
      SMB: { from: input["SMB.from"], to: input["SMB.to"] },
      MM: { from: input["MM.from"], to: input["MM.to"] },
      ENT: { from: input["ENT.from"], to: input["ENT.to"] },
    },
    labels: {
      SMB: input["SMB.label"],
      MM: input["MM.label"],
      ENT: input["ENT.label"],
      Unknown: input["Unknown.label"],
    },
    seen,
  });
  revalidatePath("/settings/segments");
  return null;
});
