"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import * as receipts from "@/lib/services/receipts";
import { checkResults } from "@/lib/view/agreement/receipts";
import { action } from "./action";
import { fields } from "./form";
import { versionField } from "./seen";

/** Confirms that one has read the version in force. Fields: version. */
export const acknowledge = action(
  "agreement.acknowledge",
  fields(z.object({ version: versionField })),
  async (actor, { version }) => {
    await receipts.acknowledge(actor, version, new Date());
    revalidatePath("/agreement", "layout");
    return null;
  },
);

const words = "Choose an answer.";
/** A place among the options. */
const answer = z
  .string(words)
  .regex(/^[0-3]$/, words)
  .transform(Number);

/** Grades the three questions. Fields: version, answer_1, answer_2, answer_3. */
export const takeCheck = action(
  "agreement.acknowledge",
  fields(z.object({ version: versionField, answer_1: answer, answer_2: answer, answer_3: answer })),
  async (actor, { version, answer_1, answer_2, answer_3 }) => {
    const answers = [answer_1, answer_2, answer_3];
    const { score, questions } = await receipts.takeCheck(actor, { version, answers }, new Date());
    revalidatePath("/agreement", "layout");
    return { score, results: checkResults(questions, answers) };
  },
);
