"use client";

import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";

interface Row {
  id: string;
  receivedOn: string;
  fileName: string;
  rows: string;
  passed: string;
}

const COLUMNS: DataColumn<Row>[] = [
  { id: "day", header: "Received", cell: ({ receivedOn }) => receivedOn },
  { id: "file", header: "File", align: "left", wrap: true, cell: ({ fileName }) => fileName },
  { id: "rows", header: "Rows", cell: ({ rows }) => rows },
  { id: "passed", header: "Passed", cell: ({ passed }) => passed },
];

/** The imports that delivered under a brief. */
export function BatchTable({ rows }: { rows: Row[] }) {
  return (
    <DataTable
      caption="Batches"
      columns={COLUMNS}
      rows={rows}
      rowKey={({ id }) => id}
      empty="Nothing has come in under this brief."
    />
  );
}
