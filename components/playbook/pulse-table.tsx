"use client";

import { useMemo } from "react";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";

interface Line {
  month: string;
  cro: number;
  cmo: number;
  mean: string;
}

const keyOf = ({ month }: Line) => month;

/** Both answers of each month side by side with their mean, the latest first. `cmo`: what the organisation calls that role. */
export function PulseTable({ lines, cro, cmo }: { lines: Line[]; cro: string; cmo: string }) {
  const columns = useMemo<DataColumn<Line>[]>(
    () => [
      { id: "month", header: "Month", cell: ({ month }) => month },
      { id: "mean", header: "Mean", cell: ({ mean }) => <span className="font-semibold">{mean}</span> },
      { id: "cro", header: cro, cell: (line) => line.cro },
      { id: "cmo", header: cmo, cell: (line) => line.cmo },
    ],
    [cro, cmo],
  );
  return <DataTable caption="Conflict pulse by month" columns={columns} rows={lines} rowKey={keyOf} />;
}
