"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import * as again from "@/lib/services/send-again";
import { action } from "./action";
import { fields, idField } from "./form";

/** Sends a message once more. Fields: delivery. */
export const sendAgain = action(
  "digest.manage",
  fields(z.object({ delivery: idField })),
  async (actor, { delivery }) => {
    try {
      await again.sendAgain(actor, delivery, new Date());
    } finally {
      revalidatePath("/loop/digest");
    }
    return null;
  },
);
