import type { BusinessCalendar } from "@/lib/domain/calendar";
import { decideBy, touchBy } from "@/lib/domain/calendar";
import { noReasons, type WeeklyCounts } from "@/lib/domain/counts";
import { dateIn, mondayOf } from "@/lib/domain/dates";
import { isReason } from "@/lib/domain/reasons";
import type { Segment } from "@/lib/domain/segments";
import type { DemoCompany } from "@/prisma/seed/company";
import { calendarAround } from "@/prisma/seed/organisation";
import { FLOORS, SOURCES } from "./weekly-counts";

type DemoRecord = DemoCompany["records"]["leads"][number];

export { FLOORS };

/** The configured sources, then the one that nobody mapped. */
export const DEMO_SOURCES = [...SOURCES, "Unmapped: trade_show"];

/** The text of a field; "" when it is missing. */
export function field(record: DemoRecord, name: string): string {
  return String(record[name] ?? "");
}

/** The code under which the product files a source value of the sample company. */
export function codeOf(source: string): string {
  return SOURCES.includes(source) ? source : `Unmapped: ${source}`;
}

/** By the default bounds on employees (metrics.md §1). */
export function segmentOf(lead: DemoRecord): Segment {
  const { employees } = lead;
  if (typeof employees !== "number") return "Unknown";
  return employees < 200 ? "SMB" : employees < 2000 ? "MM" : "ENT";
}

export function byLead(records: readonly DemoRecord[]): Map<string, DemoRecord[]> {
  const lists = new Map<string, DemoRecord[]>();
  for (const record of records) {
    const lead = field(record, "lead_external_id");
    lists.set(lead, [...(lists.get(lead) ?? []), record]);
  }
  return lists;
}

function countOf(lead: DemoRecord, decisions: readonly DemoRecord[], calendar: BusinessCalendar): WeeklyCounts {
  const handedOver = new Date(field(lead, "handed_over_at"));
  const ordered = [...decisions].sort((a, b) => (field(a, "decided_at") < field(b, "decided_at") ? -1 : 1));
  const [first, last] = [ordered[0], ordered.at(-1)];
  const reason = last ? field(last, "reason_code") : "";
  const rejectedBy = noReasons();
  if (isReason(reason)) rejectedBy[reason] = 1;
  const touched = first ? field(first, "touched_at") || field(first, "decided_at") : null;
  const source = codeOf(field(lead, "source"));
  return {
    source,
    segment: segmentOf(lead),
    lane: source === "partner_referral" ? "partner" : "standard",
    week: mondayOf(dateIn(handedOver, calendar.zone)),
    handedOver: 1,
    accepted: last && field(last, "verdict") === "accept" ? 1 : 0,
    rejectedBy,
    expired: 0,
    touchedInTime: touched !== null && new Date(touched) <= touchBy(handedOver, calendar, 24) ? 1 : 0,
    decidedInTime: first && new Date(field(first, "decided_at")) <= decideBy(handedOver, calendar, 5) ? 1 : 0,
    recycled: 0,
  };
}

/** Weekly counts as the product would keep them, one row per cycle, from the records alone. */
export function countsOf({ records }: DemoCompany, asOf: string): WeeklyCounts[] {
  const decisions = byLead(records.decisions);
  const calendar = calendarAround(asOf);
  return records.leads
    .filter((lead) => lead.handed_over_at !== null)
    .map((lead) => countOf(lead, decisions.get(field(lead, "external_id")) ?? [], calendar));
}
