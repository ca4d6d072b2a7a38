import { dateIn } from "@/lib/domain/dates";
import type { LeadRow } from "@/lib/domain/lead-list";
import type { CsvValue } from "@/lib/view/csv";
import { shortMomentWords, timeWords } from "@/lib/view/moments";
import type { Labels } from "@/lib/view/monday/labels";
import { stageWords } from "./words";

/** A day of the list, and whether it came after its SLA. */
export interface ListDay {
  readonly words: string;
  readonly isLate: boolean;
}

/** One lead of a list, ready to print. */
export interface LeadListRow {
  readonly key: string;
  readonly href: string;
  readonly name: string;
  /** "Northwind Telemetry · Webinar · MM", and "cycle 2" where it was recycled. */
  readonly place: string;
  readonly stage: string;
  readonly handedOver: string | null;
  readonly touched: ListDay | null;
  readonly decided: ListDay | null;
  /** Who decided it; while it is open, whose it is. */
  readonly person: string | null;
}

/** @param first what the SLA looks at, where that is another moment */
function dayOf(at: Date | null, due: Date | null, zone: string, first: Date | null = at): ListDay | null {
  return at && { words: shortMomentWords(at, zone), isLate: due !== null && first !== null && first > due };
}

export function leadListRow(row: LeadRow, labels: Labels, zone: string): LeadListRow {
  const { leadId, cycleId, number, externalId, title, name, company, source, segment, stage, reason } = row;
  return {
    key: cycleId ?? `lead-${leadId}`,
    href: `/leads/${leadId}`,
    name: name ?? title ?? externalId,
    place: [
      company ?? externalId,
      labels.source(source),
      segment,
      ...(number !== null && number > 1 ? [`cycle ${number}`] : []),
    ].join(" · "),
    stage: stageWords(stage, reason),
    handedOver: row.handedOverAt && shortMomentWords(row.handedOverAt, zone),
    touched: dayOf(row.firstTouchedAt, row.touchBy, zone),
    decided: dayOf(row.decidedAt, row.decideBy, zone, row.firstDecidedAt),
    person: row.decidedBy ?? row.assignedTo,
  };
}

/** The header of the file; times are in the zone that it names. */
export function leadCsvHeader(zone: string): string[] {
  const at = (name: string) => `${name} (${zone})`;
  return [
    "lead",
    "name",
    "company",
    "source",
    "segment",
    "lane",
    "stage",
    "reason_code",
    at("handed_over_at"),
    at("first_touched_at"),
    at("decided_at"),
    "decided_by",
    "assigned_to",
    "cycle",
  ];
}

/** The same lead for a spreadsheet: codes, and times that it can sort. */
export function leadCsvRow(row: LeadRow, zone: string): CsvValue[] {
  const at = (moment: Date | null) => moment && `${dateIn(moment, zone)} ${timeWords(moment, zone)}`;
  return [
    row.externalId,
    row.name,
    row.company,
    row.source,
    row.segment,
    row.lane,
    row.stage,
    row.reason,
    at(row.handedOverAt),
    at(row.firstTouchedAt),
    at(row.decidedAt),
    row.decidedBy,
    row.assignedTo,
    row.number,
  ];
}

/** "Leads 51–100 of 1,204", with the addresses of the pages beside. */
export function pagesOf(
  { page, size, total, mostCounted }: { page: number; size: number; total: number; mostCounted: number },
  hrefOf: (page: number) => string,
) {
  const [first, last] = [(page - 1) * size + 1, Math.min(page * size, total)];
  const all = `${total.toLocaleString("en")}${total >= mostCounted ? "+" : ""}`;
  return {
    words: total === 0 || first > total ? `None of ${all}` : `${first}–${last} of ${all}`,
    previousHref: page > 1 ? hrefOf(Math.min(page - 1, Math.max(1, Math.ceil(total / size)))) : null,
    nextHref: last < total ? hrefOf(page + 1) : null,
  };
}
