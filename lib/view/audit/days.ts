import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { longDate } from "@/lib/view/dates";

export interface Day<Row> {
  day: IsoDate;
  /** "Saturday 28 November 2026". */
  heading: string;
  rows: Row[];
}

/** Neighbours of one calendar day in a zone stand together, in the order they have. */
export function byDay<Row extends { readonly at: Date }>(rows: readonly Row[], zone: string): Day<Row>[] {
  const days: Day<Row>[] = [];
  for (const row of rows) {
    const day = dateIn(row.at, zone);
    const last = days.at(-1);
    if (last?.day === day) last.rows.push(row);
    else days.push({ day, heading: longDate(day), rows: [row] });
  }
  return days;
}
