"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import * as diagnostic from "@/lib/services/diagnostic";
import { action } from "./action";
import { fields, idField } from "./form";
import { textField } from "./seen";

/** Anything but an id of ours is nobody: the service says so. */
const person = textField.transform((text) => (/^[1-9]\d{0,17}$/.test(text) ? BigInt(text) : null));

const PAGE = "/agreement/diagnostic";

/** Opens a round. Fields: cro, cmo (the two who are asked). */
export const openRound = action(
  "diagnostic.open",
  fields(z.object({ cro: person, cmo: person })),
  async (actor, asked) => {
    await diagnostic.openRound(actor, asked, new Date());
    revalidatePath(PAGE);
    return null;
  },
);

/** Answers, or changes one's answer. Fields: round, sentence, and one for each of the eight keys of the definition. */
export const answer = action(
  "diagnostic.answer",
  fields(z.object({ round: idField }).catchall(textField)),
  async (actor, { round, ...texts }) => {
    const result = await diagnostic.answer(actor, { round, texts }, new Date());
    revalidatePath(PAGE);
    return result;
  },
);

/** Ends a round without showing its answers. Fields: round. */
export const callOff = action("diagnostic.open", fields(z.object({ round: idField })), async (actor, { round }) => {
  await diagnostic.callOff(actor, round, new Date());
  revalidatePath(PAGE);
  return null;
});

/** Opens the draft of the agreement and leads to its editor. Fields: round. */
export const writeSingleAnswer = action(
  "agreement.edit",
  fields(z.object({ round: idField })),
  async (actor, { round }) => {
    await diagnostic.writeSingleAnswer(actor, round);
    revalidatePath("/agreement", "layout");
    redirect("/agreement/edit");
  },
);
