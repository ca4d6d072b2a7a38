"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import * as organisation from "@/lib/services/organisation";
import { action } from "./action";
import { fields } from "./form";
import { seenField, textField } from "./seen";

/** Digits, else NaN, which the service refuses in words. */
const whole = textField.transform((text) => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN));

/**
 * Sets the organisation. Fields: name, time-zone, currency and fiscal-start (left out when they are locked), capacity,
 * cmo-title, seen.
 */
export const setOrganisation = action(
  "settings.edit",
  fields(
    z.object({
      name: textField,
      "time-zone": textField.optional(),
      currency: textField.optional(),
      "fiscal-start": whole.optional(),
      capacity: whole,
      "cmo-title": textField,
      seen: seenField,
    }),
  ),
  async (actor, { seen, name, currency, capacity, ...input }) => {
    const change = {
      name,
      currency,
      timeZone: input["time-zone"],
      fiscalYearStartMonth: input["fiscal-start"],
      sdrWeeklyCapacity: capacity,
      cmoTitle: input["cmo-title"],
    };
    await organisation.setOrganisation(actor, change, new Date(), seen);
    revalidatePath("/", "layout");
    return null;
  },
);
