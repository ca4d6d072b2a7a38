"use client";

import { ShareBar } from "@/components/table/bars";
import { Figure, Missing } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import type { InfluenceTable, InfluenceTableRow } from "@/lib/view/monday/influence-table";

const POSITIONS = [
  ["first_touch", "First touch"],
  ["opportunity_created", "Opportunity created"],
  ["closed_won", "Closed won"],
] as const;

function columnsOf({ total, largestShare }: InfluenceTable): DataColumn<InfluenceTableRow>[] {
  return [
    { id: "source", header: "Source", cell: ({ label }) => label, footer: "All closed won" },
    ...POSITIONS.map(
      ([position, header]): DataColumn<InfluenceTableRow> => ({
        id: position,
        header,
        cell: ({ positions }) => positions[position] ?? <Missing words="no credit" />,
        footer: total.positions[position],
      }),
    ),
    {
      id: "credit",
      header: "Credit",
      cell: ({ credit, href, label }) =>
        credit === null ? (
          <Missing words="no credit" />
        ) : (
          <Figure value={credit} href={href ?? undefined} label={`${label}, credit: ${credit}`} />
        ),
      footer: total.credit,
    },
    {
      id: "share",
      header: "Share",
      align: "left",
      cell: ({ share }) =>
        share === null ? (
          <Missing />
        ) : (
          <>
            <ShareBar share={Number(share)} of={largestShare} />
            {share} %
          </>
        ),
      footer: total.deals > 0 ? "100.0 %" : undefined,
    },
    {
      id: "deals",
      header: "Deals",
      cell: ({ deals, href, label }) => (
        <Figure value={deals} href={href ?? undefined} label={`${label}, deals: ${deals}`} />
      ),
      footer: total.deals,
    },
    { id: "assists", header: "Assists", cell: ({ assists }) => assists, footer: total.assists },
  ];
}

/** Closed-won influence by source; a row opens the deals that were credited. */
export function InfluenceTableView({ table }: { table: InfluenceTable }) {
  return (
    <DataTable
      caption="Closed-won influence by source"
      columns={columnsOf(table)}
      rows={table.rows}
      rowKey={(row) => row.key}
      empty="No deal was won in these 90 days."
    />
  );
}
