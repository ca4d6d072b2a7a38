"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { hashPassword, randomPassword } from "@/lib/auth/passwords";
import { ROLES } from "@/lib/domain/roles";
import * as people from "@/lib/services/people";
import { action } from "./action";
import { fields, idField } from "./form";

const role = z.enum(ROLES, "Choose one of the roles.");
const text = (words: string) => z.string(words);

/** Shown once to the admin, who hands it over; null when a password was typed. */
interface Made {
  password: string;
}

/** Adds an account with a password that is shown this once. Fields: email, name, role. */
export const createPerson = action(
  "people.manage",
  fields(z.object({ email: text("Enter the e-mail address."), name: text("Enter the person's name."), role })),
  async (actor, input): Promise<Made> => {
    const password = randomPassword();
    await people.createPerson(actor, { ...input, passwordHash: await hashPassword(password) });
    revalidatePath("/settings/people");
    return { password };
  },
);

/** Fields: id, role. */
export const changeRole = action("people.manage", fields(z.object({ id: idField, role })), async (actor, input) => {
  await people.changeRole(actor, input.id, input.role);
  revalidatePath("/settings/people");
  return null;
});

/** Fields: id, name. */
export const renamePerson = action(
  "people.manage",
  fields(z.object({ id: idField, name: text("Enter the person's name.") })),
  async (actor, { id, name }) => {
    await people.rename(actor, id, name);
    revalidatePath("/settings/people");
    return null;
  },
);

/** Closes (`active=false`) or opens an account. Fields: id, active. */
export const setActive = action(
  "people.manage",
  fields(z.object({ id: idField, active: z.enum(["true", "false"], "Choose active or disabled.") })),
  async (actor, { id, active }) => {
    await people.setActive(actor, id, active === "true");
    revalidatePath("/settings/people");
    return null;
  },
);

/** Gives an account a new password, which is shown this once. Fields: id. */
export const resetPassword = action(
  "people.manage",
  fields(z.object({ id: idField })),
  async (actor, { id }): Promise<Made> => {
    const password = randomPassword();
    await people.setPassword(actor, id, await hashPassword(password));
    revalidatePath("/settings/people");
    return { password };
  },
);
