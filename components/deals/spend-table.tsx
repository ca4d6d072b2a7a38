"use client";

import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";

export type SpendListRow = {
  key: string;
  source: string;
  campaign: string;
  days: string;
  amount: string;
  counted: string;
  inWindow: string;
};

function columnsOf(sum: string): DataColumn<SpendListRow>[] {
  return [
    { id: "source", header: "Source", cell: ({ source }) => source, footer: "Spend in the window" },
    { id: "campaign", header: "Campaign", align: "left", cell: ({ campaign }) => campaign },
    { id: "days", header: "Days of service", align: "left", cell: ({ days }) => days },
    { id: "amount", header: "Amount", cell: ({ amount }) => amount },
    { id: "counted", header: "Days counted", cell: ({ counted }) => counted },
    { id: "inWindow", header: "In the window", cell: ({ inWindow }) => inWindow, footer: sum },
  ];
}

/** Spend behind a cost figure: amounts are spread over their days, and the days in the window count. */
export function SpendTable({ rows, sum }: { rows: SpendListRow[]; sum: string }) {
  return (
    <DataTable
      caption="Spend"
      columns={columnsOf(sum)}
      rows={rows}
      rowKey={(row) => row.key}
      empty="No spend is recorded for these days."
    />
  );
}
