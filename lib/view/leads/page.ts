import type { CycleCell } from "@/lib/domain/cells";
import type { DateRange } from "@/lib/domain/dates";
import type { LeadFilter, LeadRow } from "@/lib/domain/lead-list";
import { STAGES, type Stage } from "@/lib/domain/lifecycle";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { cellHref } from "@/lib/view/cells";
import { codeChoices } from "@/lib/view/choices";
import type { Labels } from "@/lib/view/monday/labels";
import { filterHref } from "./address";
import { leadListRow, pagesOf } from "./list";
import { cellNote, cellTitle, STAGE_NAMES } from "./words";

/** Leads of one page. */
export const LEADS_SIZE = 50;

interface Frame {
  readonly page: number;
  readonly zone: string;
  readonly labels: Labels;
}

const zoneNote = (zone: string) => `times in ${zone}; ◆ after its SLA`;

/** The cycles behind a figure, ready to draw; `frozen` is the document of its Monday where there is a snapshot. */
export function cellView(
  cell: CycleCell,
  list: { rows: readonly LeadRow[]; total: number; range: DateRange },
  { page, zone, labels }: Frame,
  frozen: MetricsDocument | null,
) {
  const paging = { page, size: LEADS_SIZE, total: list.total, mostCounted: Number.POSITIVE_INFINITY };
  return {
    title: cellTitle(cell, labels),
    note: cellNote(cell, list, frozen),
    mondayHref: `/?as_of=${cell.asOf}`,
    tableNote: zoneNote(zone),
    rows: list.rows.map((row) => leadListRow(row, labels, zone)),
    csv: cellHref(cell).replace("/leads?", "/leads/export?"),
    pages: pagesOf(paging, (to) => cellHref(cell, to)),
  };
}

interface Choices {
  readonly sources: readonly { readonly code: string; readonly label: string }[];
  readonly segments: readonly { readonly code: string; readonly label: string }[];
  readonly mostCounted: number;
}

/** The stages side by side; under each the other filters stay. */
function stageTabs(filter: LeadFilter) {
  const tab = (label: string, stage: Stage | null, hasDeal = false) => ({
    label,
    href: filterHref({ ...filter, stage, hasDeal }),
    current: filter.stage === stage && filter.hasDeal === hasDeal,
  });
  const stages = STAGES.map((stage) => tab(STAGE_NAMES[stage], stage));
  // After SAL: those that can become SQL now.
  const afterSal = STAGES.indexOf("sal") + 1;
  return [
    tab("All", null),
    ...stages.slice(0, afterSal),
    tab("SAL with an open deal", "sal", true),
    ...stages.slice(afterSal),
  ];
}

/** The list of leads with its filter, ready to draw. */
export function filterView(
  filter: LeadFilter,
  list: { rows: readonly LeadRow[]; total: number },
  { page, zone, labels, sources, segments, mostCounted }: Frame & Choices,
) {
  const isNarrowed = [filter.query, filter.source, filter.segment].some((value) => value !== null);
  const paging = { page, size: LEADS_SIZE, total: list.total, mostCounted };
  return {
    note: "Every lead with its latest cycle, the newest first.",
    tableNote: zoneNote(zone),
    empty: isNarrowed
      ? "No lead is like this. Search for the beginning of a company, an id or an e-mail address, or clear the filter."
      : "No leads yet. RevOps brings them in: npm run import -- leads file.csv",
    rows: list.rows.map((row) => leadListRow(row, labels, zone)),
    csv: filterHref(filter, 1, "/leads/export"),
    pages: pagesOf(paging, (to) => filterHref(filter, to)),
    tabs: stageTabs(filter),
    form: {
      clearHref: filterHref({ ...filter, query: null, source: null, segment: null }),
      hidden: { stage: filter.stage, deal: filter.hasDeal ? "open" : null },
      values: {
        q: filter.query ?? "",
        source: filter.source ?? "",
        segment: filter.segment ?? "",
      },
      sources: codeChoices(sources),
      segments: codeChoices(segments),
      isNarrowed,
    },
  };
}
