"use client";

import { Sparkline } from "@/components/chart/sparkline";
import { Figure } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import type { PartnerRow } from "@/lib/view/period/partner";
import { HeldFigure } from "./held-figure";

const COUNTS = [
  ["n", "Handed over"],
  ["accepted", "Accepted"],
  ["rejected", "Rejected"],
  ["unworked", "Unworked"],
  ["pending", "Pending"],
] as const;

function columnsOf(total: PartnerRow): DataColumn<PartnerRow>[] {
  const counts = COUNTS.map(([id, header]): DataColumn<PartnerRow> => {
    const figure = (row: PartnerRow) => (
      <Figure
        value={row[id].value}
        href={row[id].href ?? undefined}
        label={`${row.label}, ${header}: ${row[id].value}`}
      />
    );
    return { id, header, cell: figure, footer: figure(total) };
  });
  return [
    { id: "segment", header: "Segment", cell: ({ label }) => label, footer: total.label },
    ...counts,
    {
      id: "acceptance",
      header: "Acceptance",
      cell: ({ acceptance }) => <HeldFigure held={acceptance} />,
      footer: <HeldFigure held={total.acceptance} />,
    },
    {
      id: "floor",
      header: "Floor",
      cell: ({ floor }) => <span className="text-muted">{floor}</span>,
      footer: <span className="text-muted">{total.floor}</span>,
    },
    {
      id: "trend",
      header: "By Monday",
      cell: ({ trend }) => <Sparkline {...trend} steps="Mondays" />,
      footer: <Sparkline {...total.trend} steps="Mondays" />,
    },
  ];
}

/** The partner lane by segment at one frozen Monday. */
export function PartnerTableView({ table: { rows, total } }: { table: { rows: PartnerRow[]; total: PartnerRow } }) {
  return (
    <DataTable
      caption="Partner referrals by segment"
      columns={columnsOf(total)}
      rows={rows}
      rowKey={(row) => row.key}
      empty="No partner referral in these weeks."
    />
  );
}
