"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { changeOwnPassword } from "@/lib/auth/own-password";
import { startSession } from "@/lib/auth/session";
import { setDigestWanted } from "@/lib/services/digest";
import { action } from "./action";
import { fields } from "./form";

const typed = (words: string) => z.string(words).min(1, words);

const passwords = z
  .object({
    current: typed("Enter your present password."),
    password: typed("Enter a new password."),
    repeat: typed("Enter the new password once more."),
  })
  .refine(({ password, repeat }) => password === repeat, {
    path: ["repeat"],
    message: "The two new passwords differ. Type both again.",
  });

/** Changes one's own password: this browser stays signed in, all others are signed out. Fields: current, password, repeat. */
export const changePassword = action("account.manage", fields(passwords), async (actor, input) => {
  await startSession(await changeOwnPassword(actor, input));
  revalidatePath("/account");
  return null;
});

const wanted = z.enum(["yes", "no"], "Reload the page and try again.");

/** Switches one's own Monday mail on or off. Fields: wanted (yes, no). */
export const setDigest = action("account.manage", fields(z.object({ wanted })), async (actor, input) => {
  await setDigestWanted(actor, input.wanted === "yes");
  revalidatePath("/loop/digest");
  revalidatePath("/account");
  return null;
});
