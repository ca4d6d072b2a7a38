import { longDate } from "@/lib/view/dates";
import { type CostTable, costTable } from "./cost-table";
import { labelsOf } from "./labels";
import { exportHref, sectionNotes } from "./page";
import { costSentence } from "./verdict";
import type { MondayInput } from "./view";

/** The cost table for those who may read nothing else: no link leads where they may not go. */
export function costPageView(
  monday: Pick<MondayInput, "document" | "sources" | "segments" | "minimumN">,
  allowed: { drill: boolean; csv: boolean },
) {
  const { document, sources, segments, minimumN } = monday;
  const labels = labelsOf(sources, segments);
  const table = costTable(document, labels);
  return {
    title: costSentence(document, labels),
    note: `${longDate(document.as_of)}. Sources strictly above ${document.cost.line} have 30 days to come down.`,
    notes: sectionNotes(document, minimumN).cost,
    csv: allowed.csv ? exportHref("cost", document.as_of) : null,
    table: allowed.drill ? table : withoutLinks(table),
  };
}

function withoutLinks(table: CostTable): CostTable {
  const rows = table.rows.map((row) => ({ ...row, href: null }));
  return { ...table, rows, total: { ...table.total, href: null } };
}
