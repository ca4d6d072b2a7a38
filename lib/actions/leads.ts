"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import * as assignments from "@/lib/services/assignments";
import * as leads from "@/lib/services/leads";
import * as qualification from "@/lib/services/qualification";
import * as recycling from "@/lib/services/recycling";
import { action } from "./action";
import { fields, idField } from "./form";

/** Hands a lead over to sales. Fields: lead. */
export const handOver = action("leads.hand_over", fields(z.object({ lead: idField })), async (actor, { lead }) => {
  const { stage } = await leads.handOver(actor, lead, new Date());
  revalidatePath("/leads/[id]", "page");
  return { stage };
});

/** Hands a lead over again whose last cycle was rejected or expired. Fields: lead. */
export const recycle = action("leads.hand_over", fields(z.object({ lead: idField })), async (actor, { lead }) => {
  const { stage } = await recycling.recycle(actor, lead, new Date());
  revalidatePath("/leads/[id]", "page");
  return { stage };
});

const qualifyForm = z.object({
  cycle: idField,
  // Choosing none is for the service to refuse: there is no SQL without an opportunity.
  opportunity: z.union([z.literal("").transform(() => null), idField]).default(null),
  discovery_call: z.literal("on", "Confirm the discovery call.").optional(),
});

/** SAL → SQL. Fields: cycle, opportunity, discovery_call ("on"). */
export const qualify = action("leads.qualify", fields(qualifyForm), async (actor, input) => {
  const { cycle: cycleId, opportunity: opportunityId, discovery_call } = input;
  const asked = { cycleId, opportunityId, discoveryCall: discovery_call === "on" };
  const { stage } = await qualification.qualify(actor, asked, new Date());
  revalidatePath("/leads/[id]", "page");
  return { stage };
});

const reassignForm = z.object({
  cycle: idField,
  person: z.union([idField], "Choose who works this lead from now on."),
  all: z.literal("on").optional(),
});

/** Gives an open lead, or with `all` ("on") all open leads of the same person, to somebody else. Fields: cycle, person, all. */
export const reassign = action("queue.reassign", fields(reassignForm), async (actor, { cycle, person, all }) => {
  const result = await assignments.reassign(actor, { cycleId: cycle, personId: person, all: all === "on" });
  revalidatePath("/leads/[id]", "page");
  revalidatePath("/queue");
  return result;
});
