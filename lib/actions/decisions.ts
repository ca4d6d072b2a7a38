"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import * as corrections from "@/lib/services/corrections";
import * as decisions from "@/lib/services/decisions";
import { type ActionResult, action } from "./action";
import { decisionOf, queueAddress } from "./decision-form";
import { fields, idField } from "./form";

/** Accepts or rejects one lead of the queue; the page moves on by itself. Fields: as in ./decision-form.ts. */
export const decide = action("leads.decide", decisionOf, async (actor, input) => {
  const { cycleId } = await decisions.decide(actor, input, new Date());
  return { cycleId };
});

/** What the form held when it was refused, so that a page without scripts shows it again. */
export type RefusedDecision = Extract<ActionResult<never>, { ok: false }> & { typed: Record<string, string> };

/** The same for a browser without scripts: the next page shows the result. Fields: as above. */
export async function decideForm(_previous: unknown, form: FormData): Promise<RefusedDecision> {
  const result = await decide(null, form);
  if (result.ok) redirect(queueAddress(form, "done", result.value.cycleId));
  const typed = [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return { ...result, typed: Object.fromEntries(typed) };
}

const cycle = fields(z.object({ cycle: idField, filters: z.string().optional() }));

/** Takes one's own verdict back until the Monday snapshot; the page moves by itself. Fields: cycle. */
export const undo = action("leads.decide", cycle, async (actor, input) => {
  const { cycleId } = await corrections.undo(actor, input.cycle, new Date());
  return { cycleId };
});

/** The same for a page that is drawn anew: the queue opens at the lead. Fields: cycle, filters. */
export async function undoForm(_previous: unknown, form: FormData): Promise<ActionResult<never>> {
  const result = await undo(null, form);
  if (!result.ok) return result;
  redirect(queueAddress(form, "lead", result.value.cycleId));
}

/** Takes any verdict back, also after the snapshot; the lead's page shows the correction. Fields: cycle. */
export const correct = action("decisions.correct", cycle, async (actor, input) => {
  await corrections.undo(actor, input.cycle, new Date());
  revalidatePath("/leads/[id]", "page");
  return null;
});
