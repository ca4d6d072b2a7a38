import type { DealCell } from "@/lib/domain/cells";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { OpportunityRow } from "@/lib/domain/opportunities";
import { cellHref } from "@/lib/view/cells";
import { exactMoney, type Labels } from "@/lib/view/monday/labels";
import { type DealListFacts, dealListWords, dealRows, dealTabs, figureName } from "./list";

interface ListInput extends DealListFacts {
  rows: readonly OpportunityRow[];
}

/** The list of opportunities behind a cell, ready to draw. */
export function dealListView(
  cell: DealCell,
  list: ListInput,
  { page, size }: { page: number; size: number },
  labels: Labels,
  frozen: MetricsDocument | null,
) {
  const address = cellHref(cell, page);
  const first = (page - 1) * size + 1;
  const last = Math.min(page * size, list.total);
  const isMoney = list.sum.includes(".");
  return {
    ...dealListWords(cell, list, labels, frozen),
    address,
    tabs: dealTabs(cell.asOf, cell),
    rows: dealRows(list.rows, cell, labels, address),
    figure: figureName(cell),
    sum: isMoney ? exactMoney(list.sum) : list.sum,
    csv: cellHref(cell).replace("/deals?", "/deals/export?"),
    pages: {
      words: list.total === 0 ? "No opportunities" : `Opportunities ${first}–${last} of ${list.total}`,
      previousHref: page > 1 ? cellHref(cell, page - 1) : null,
      nextHref: last < list.total ? cellHref(cell, page + 1) : null,
    },
  };
}
