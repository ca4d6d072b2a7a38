"use client";

import { useMemo } from "react";
import { Figure } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import type { RestatementRow } from "@/lib/view/loop/restatement";

function columnsOf(recordedHeader: string): DataColumn<RestatementRow>[] {
  return [
    {
      id: "figure",
      header: "Figure",
      cell: ({ name, isFirst, field, sign }) => (
        <>
          <span className={isFirst ? undefined : "sr-only"}>{name}</span>
          <span className="block text-2xs text-muted">
            {field}
            {sign && ` · ${sign}`}
          </span>
        </>
      ),
    },
    { id: "frozen", header: "Frozen", cell: ({ frozen }) => frozen },
    { id: "recorded", header: recordedHeader, cell: ({ recorded }) => recorded },
    {
      id: "today",
      header: "Today",
      cell: ({ today, href, label }) => <Figure value={today} href={href ?? undefined} label={label} />,
    },
    { id: "delta", header: "Delta", cell: ({ delta }) => delta },
  ];
}

type Props = { caption: string; rows: RestatementRow[]; recordedHeader: string };

/** Figure by figure: as it was frozen, as the next snapshot recorded it, as it is known today. */
export function RestatementTable({ caption, rows, recordedHeader }: Props) {
  const columns = useMemo(() => columnsOf(recordedHeader), [recordedHeader]);
  return <DataTable caption={caption} columns={columns} rows={rows} rowKey={({ key }) => key} />;
}
