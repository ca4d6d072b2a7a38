"use client";

import { useMemo } from "react";
import { Missing } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import type { ReceiptRow } from "@/lib/view/agreement/receipts";

type Props = { rows: ReceiptRow[]; total: string; hasNames: boolean };

const NAMES: DataColumn<ReceiptRow>[] = [
  {
    id: "missing",
    header: "Not yet",
    align: "left",
    wrap: true,
    cell: ({ missing }) => missing || <Missing words="nobody" />,
    footer: "",
  },
  {
    id: "check",
    header: "All three right",
    note: "of who took the questions",
    cell: ({ check }) => check ?? <Missing words="nobody took them" />,
    footer: "",
  },
];

function columnsOf(total: string, hasNames: boolean): DataColumn<ReceiptRow>[] {
  return [
    { id: "team", header: "Team", cell: ({ label }) => label, footer: "All" },
    { id: "read", header: "Read it", cell: ({ read }) => read, footer: total },
    ...(hasNames ? NAMES : [{ id: "missing", header: "Not yet", cell: ({ missing }: ReceiptRow) => missing }]),
  ];
}

/** How many of each team have read it, and for those who may chase them, who has not. */
export function ReceiptsTable({ rows, total, hasNames }: Props) {
  const columns = useMemo(() => columnsOf(total, hasNames), [total, hasNames]);
  return <DataTable caption="Read receipts by team" columns={columns} rows={rows} rowKey={({ key }) => key} />;
}
