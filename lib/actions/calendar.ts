"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import * as calendar from "@/lib/services/calendar";
import { action } from "./action";
import { fields } from "./form";
import { seenField, textField } from "./seen";

const PATH = "/settings/calendar";

const weekday = z.enum(["1", "2", "3", "4", "5", "6", "7"], "Choose days from Monday to Sunday.");

/** One box gives text, several a list, none nothing. */
const days = z
  .union([weekday, z.array(weekday)])
  .optional()
  .transform((value) => [value ?? []].flat().map(Number));

/** Fields: days (1 Monday to 7, any number of times), start, end, seen. */
export const setWorkingTime = action(
  "settings.edit",
  fields(z.object({ days, start: textField, end: textField, seen: seenField })),
  async (actor, { seen, ...time }) => {
    await calendar.setWorkingTime(actor, { time, seen }, new Date());
    revalidatePath(PATH);
    return null;
  },
);

/** Fields: day, name, seen. */
export const addHoliday = action(
  "settings.edit",
  fields(z.object({ day: textField, name: textField, seen: seenField })),
  async (actor, input) => {
    await calendar.addHoliday(actor, input, new Date());
    revalidatePath(PATH);
    return null;
  },
);

/** Fields: day, seen. */
export const removeHoliday = action(
  "settings.edit",
  fields(z.object({ day: textField, seen: seenField })),
  async (actor, input) => {
    await calendar.removeHoliday(actor, input, new Date());
    revalidatePath(PATH);
    return null;
  },
);
