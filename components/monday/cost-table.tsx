"use client";

import { LineBar } from "@/components/table/bars";
import { BreachFigure, Figure } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import type { CostTable, CostTableRow } from "@/lib/view/monday/cost-table";
import { ClockWords } from "./clock-words";

function Ratio({ row: { ratio, verdict, href, label } }: { row: CostTableRow }) {
  const address = href ?? undefined;
  const words = `${label}, cost per pipeline dollar: ${ratio}`;
  if (verdict === "over_line" || verdict === "no_pipeline") {
    return <BreachFigure kind="over" value={ratio} href={address} label={words} word="" />;
  }
  if (verdict === "no_spend" || verdict === "no_data") return <span className="text-muted">{ratio}</span>;
  return <Figure value={ratio} href={address} label={words} />;
}

function TotalFigure({ value, name, href }: { value: string; name: string; href: string | null }) {
  return <Figure value={value} href={href ?? undefined} label={`All sources, ${name}: ${value}`} />;
}

function columnsOf({ line, unit, total }: CostTable): DataColumn<CostTableRow>[] {
  return [
    { id: "source", header: "Source", cell: ({ label }) => label, footer: "All sources" },
    {
      id: "spend",
      header: "Spend",
      cell: ({ spend, href, label }) => (
        <Figure value={spend} href={href ?? undefined} label={`${label}, spend: ${spend}`} />
      ),
      footer: <TotalFigure value={total.spend} name="spend" href={total.href} />,
    },
    {
      id: "pipeline",
      header: "Pipeline",
      cell: ({ pipeline, href, label }) => (
        <Figure value={pipeline} href={href ?? undefined} label={`${label}, pipeline: ${pipeline}`} />
      ),
      footer: <TotalFigure value={total.pipeline} name="pipeline" href={total.href} />,
    },
    {
      id: "share",
      header: "Share of pipeline",
      cell: ({ share, href, label }) => (
        <Figure value={share} href={href ?? undefined} label={`${label}, share of pipeline: ${share}`} />
      ),
      footer: total.share,
    },
    {
      id: "ratio",
      header: `Cost per ${unit}`,
      cell: (row) => <Ratio row={row} />,
      footer: <TotalFigure value={total.ratio} name="cost per pipeline dollar" href={total.href} />,
    },
    {
      id: "bar",
      header: `against ${line}`,
      align: "left",
      cell: ({ bar, verdict }) => bar && <LineBar {...bar} over={verdict === "over_line"} />,
    },
    { id: "clock", header: "Clock", align: "left", cell: ({ clock }) => clock && <ClockWords {...clock} /> },
  ];
}

/** What a review needs not see to decide. */
const LEFT_OUT = new Set(["share", "bar"]);

/** Cost per pipeline dollar by source; a row opens its opportunities and its spend. `compact`: for the review room. */
export function CostTableView({ table, compact = false }: { table: CostTable; compact?: boolean }) {
  const columns = columnsOf(table);
  return (
    <DataTable
      caption="Cost per pipeline dollar by source"
      columns={compact ? columns.filter(({ id }) => !LEFT_OUT.has(id)) : columns}
      rows={table.rows}
      rowKey={(row) => row.key}
      empty="No spend and no pipeline in these 90 days."
    />
  );
}
