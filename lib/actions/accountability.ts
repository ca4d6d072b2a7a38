"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { placeBdrTeam as place } from "@/lib/services/accountability";
import { action } from "./action";
import { fields } from "./form";
import { seenField, textField } from "./seen";

/** Says to whom the BDR team reports. Fields: home, seen. */
export const placeBdrTeam = action(
  "settings.edit",
  fields(z.object({ home: textField.default(""), seen: seenField })),
  async (actor, edit) => {
    await place(actor, edit);
    revalidatePath("/agreement", "layout");
    return null;
  },
);
