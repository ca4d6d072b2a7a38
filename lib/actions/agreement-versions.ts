"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { confirmPerson } from "@/lib/auth/confirm";
import * as drafts from "@/lib/services/agreement/drafts";
import * as proposals from "@/lib/services/agreement/propose";
import * as signatures from "@/lib/services/agreement/sign";
import { action } from "./action";
import { fields } from "./form";
import { textField, versionField } from "./seen";

/** What judges shows on every page. */
const refresh = () => revalidatePath("/", "layout");

/** Opens the draft of the next version, or finds it. No fields. */
export const startDraft = action("agreement.edit", fields(z.object({})), async (actor) => {
  const version = await drafts.startDraft(actor);
  refresh();
  return version;
});

/** Opens a draft that mends a slip of the pen within its 24 hours. No fields. */
export const startCorrection = action("agreement.edit", fields(z.object({})), async (actor) => {
  const version = await drafts.startCorrection(actor, new Date());
  refresh();
  return version;
});

/** Puts the draft before the three who sign. Fields: version, effective_from (left out for the first agreement). */
export const propose = action(
  "agreement.edit",
  fields(z.object({ version: versionField, effective_from: textField.default("") })),
  async (actor, { version, effective_from: effectiveFrom }) => {
    await proposals.propose(actor, { version, effectiveFrom }, new Date());
    refresh();
    return null;
  },
);

/** Sends a proposal back for socialization. Fields: version, reason. */
export const sendBack = action(
  "agreement.sign",
  fields(z.object({ version: versionField, reason: textField })),
  async (actor, input) => {
    await proposals.sendBack(actor, input);
    refresh();
    return null;
  },
);

/** Signs what is on the screen. Fields: version, hash, password (left out by those who have none). */
export const sign = action(
  "agreement.sign",
  fields(z.object({ version: versionField, hash: textField, password: textField.default("") })),
  async (actor, { version, hash, password }) => {
    const now = new Date();
    const confirmed = await confirmPerson(actor, password, now);
    const { status } = await signatures.sign(confirmed, { version, hash }, now);
    refresh();
    return status;
  },
);
