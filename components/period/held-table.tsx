"use client";

import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import type { HeldTable } from "@/lib/view/period/quarter";
import { HeldFigure } from "./held-figure";

type Row = HeldTable["rows"][number];

/** One of the tables at the last Monday of a quarter, each figure with what it was at the first. */
export function HeldTableView({ table: { title, columns, rows } }: { table: HeldTable }) {
  const drawn: DataColumn<Row>[] = [
    { id: "name", header: "", cell: ({ label }) => label },
    ...columns.map(
      ({ key, label }, index): DataColumn<Row> => ({
        id: key,
        header: label,
        cell: ({ cells }) => cells[index] && <HeldFigure held={cells[index]} />,
      }),
    ),
  ];
  return <DataTable caption={title} columns={drawn} rows={rows} rowKey={(row) => row.key} empty="No rows." />;
}
