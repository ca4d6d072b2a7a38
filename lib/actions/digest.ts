"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { setDigestWanted } from "@/lib/services/digest";
import * as again from "@/lib/services/send-again";
import { action } from "./action";
import { fields, idField } from "./form";

const wantedField = z.enum(["yes", "no"], "Reload the page and try again.").transform((answer) => answer === "yes");

/** Switches one's own Monday mail on or off. Fields: wanted (yes, no). */
export const setDigest = action(
  "account.manage",
  fields(z.object({ wanted: wantedField })),
  async (actor, { wanted }) => {
    await setDigestWanted(actor, wanted);
    revalidatePath("/loop/digest");
    revalidatePath("/account");
    return null;
  },
);

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
