"use client";

import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import type { ReaderLine } from "@/lib/view/digest/page";

const COLUMNS: DataColumn<ReaderLine>[] = [
  { id: "seat", header: "Seat", cell: ({ seat }) => seat },
  { id: "name", header: "Name", align: "left", cell: ({ name }) => name },
  { id: "gets", header: "Gets it", align: "left", cell: ({ gets }) => gets },
];

/** The five seats and whether their mail is on. */
export function ReaderTable({ rows }: { rows: ReaderLine[] }) {
  return <DataTable caption="Who gets the digest" columns={COLUMNS} rows={rows} rowKey={({ key }) => key} />;
}
