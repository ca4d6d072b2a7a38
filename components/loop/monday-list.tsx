"use client";

import { BreachFigure, Figure } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import { TextLink } from "@/components/ui/text-link";

type Row = {
  key: string;
  date: string;
  href: string;
  text: string;
  against: string;
  breach: "source" | "sla" | "over" | null;
};

const COLUMNS: DataColumn<Row>[] = [
  { id: "monday", header: "Monday", cell: ({ date, href }) => <TextLink href={href}>{date}</TextLink> },
  {
    id: "figure",
    header: "Figure",
    cell: ({ text, breach }) => (breach ? <BreachFigure kind={breach} value={text} /> : <Figure value={text} />),
  },
  { id: "against", header: "Against", align: "left", cell: ({ against }) => against },
];

/** What each frozen Monday since a clock opened said of its unit, the latest first. */
export function MondayList({ rows }: { rows: Row[] }) {
  return (
    <DataTable
      caption="Mondays since"
      columns={COLUMNS}
      rows={rows}
      rowKey={({ key }) => key}
      empty="No Monday was frozen since."
    />
  );
}
