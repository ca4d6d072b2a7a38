"use client";

import { Sparkline } from "@/components/chart/sparkline";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import { cx } from "@/components/ui/cx";
import type { SourceRow, SourceTable } from "@/lib/view/period/source-table";
import { HeldFigure } from "./held-figure";

function Weeks({ weeks: { text, note, any } }: { weeks: SourceRow["below"] }) {
  return (
    <>
      <span className={cx("whitespace-nowrap", any && "font-semibold")}>{text}</span>
      {note && <span className="ml-auto block max-w-28 text-2xs text-muted">{note}</span>}
    </>
  );
}

function columnsOf({ total, line, unit }: SourceTable): DataColumn<SourceRow>[] {
  return [
    {
      id: "source",
      header: "Source",
      cell: ({ label, aside }) => (
        <>
          {label}
          {aside && <span className="ml-1.5 font-normal text-muted text-xs">{aside}</span>}
        </>
      ),
      footer: (
        <>
          All sources
          <span className="ml-1.5 font-normal text-muted text-xs">partner lane apart</span>
        </>
      ),
    },
    {
      id: "acceptance",
      header: "Acceptance",
      cell: ({ acceptance }) => <HeldFigure held={acceptance} />,
      footer: <HeldFigure held={total.acceptance} />,
    },
    { id: "floor", header: "Floor", cell: ({ floor }) => <span className="text-muted">{floor}</span> },
    { id: "below", header: "Below it", wrap: true, cell: ({ below }) => <Weeks weeks={below} /> },
    { id: "trend", header: "By Monday", cell: ({ trend }) => <Sparkline {...trend} steps="Mondays" /> },
    {
      id: "cost",
      header: `Cost per ${unit}`,
      cell: ({ cost }) => <HeldFigure held={cost} />,
      footer: <HeldFigure held={total.cost} />,
    },
    { id: "over", header: `Over ${line}`, cell: ({ over }) => <Weeks weeks={over} /> },
    { id: "influence", header: "Influence", cell: ({ influence }) => <HeldFigure held={influence} /> },
    {
      id: "clocks",
      header: "Clocks",
      align: "left",
      wrap: true,
      cell: ({ clocks }) => <span className="text-xs">{clocks ?? "—"}</span>,
    },
  ];
}

/** Each source over a month or a quarter; every figure leads to the frozen Monday that it came from. */
export function SourceTableView({ table }: { table: SourceTable }) {
  return (
    <DataTable
      caption="Sources"
      columns={columnsOf(table)}
      rows={table.rows}
      rowKey={(row) => row.key}
      empty="No source stands on these Mondays."
    />
  );
}
