import type { BusinessCalendar } from "@/lib/domain/calendar";

/** Mon–Fri 09:00–18:00 in New York, no holidays: the defaults of the product. */
export const NEW_YORK: BusinessCalendar = calendar({});

export function calendar(changes: Partial<BusinessCalendar>): BusinessCalendar {
  return {
    zone: "America/New_York",
    workingDays: [1, 2, 3, 4, 5],
    startMinute: 9 * 60,
    endMinute: 18 * 60,
    holidays: new Set(),
    ...changes,
  };
}
