"use client";

import { BreachFigure, Figure } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import { TextLink } from "@/components/ui/text-link";

type Row = { key: string; date: string; href: string; text: string; against: string; isBreached: boolean };
type Kind = "source" | "sla" | "over";

function columnsOf(kind: Kind | null): DataColumn<Row>[] {
  return [
    { id: "monday", header: "Monday", cell: ({ date, href }) => <TextLink href={href}>{date}</TextLink> },
    {
      id: "figure",
      header: "Figure",
      cell: ({ text, isBreached }) =>
        isBreached && kind ? <BreachFigure kind={kind} value={text} /> : <Figure value={text} />,
    },
    { id: "against", header: "Against", align: "left", cell: ({ against }) => against },
  ];
}

/** What each frozen Monday since a clock opened said of its unit, the latest first. */
export function MondayList({ rows, kind }: { rows: Row[]; kind: Kind | null }) {
  return (
    <DataTable
      caption="Mondays since"
      columns={columnsOf(kind)}
      rows={rows}
      rowKey={({ key }) => key}
      empty="No Monday was frozen since."
    />
  );
}
