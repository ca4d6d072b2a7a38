"use client";

import { Figure, Missing } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import { TextLink } from "@/components/ui/text-link";
import type { DealListRow } from "@/lib/view/deals/list";

type Props = { rows: DealListRow[]; figure: string; sum: string };

function columnsOf({ figure, sum }: Omit<Props, "rows">): DataColumn<DealListRow>[] {
  return [
    {
      id: "name",
      header: "Opportunity",
      wrap: true,
      cell: ({ name, account, owner, href }) => (
        <>
          <TextLink alone href={href} scroll={false} className="text-ink">
            {name}
          </TextLink>
          <span className="block font-normal text-muted text-xs">
            {account} · {owner}
          </span>
        </>
      ),
      footer: "Sum of all pages",
    },
    { id: "figure", header: figure, cell: (row) => <span className="font-semibold">{row.figure}</span>, footer: sum },
    { id: "stage", header: "Stage", align: "left", cell: ({ stage }) => stage },
    { id: "created", header: "Created", cell: ({ created }) => created },
    {
      id: "pipeline",
      header: "Entered pipeline",
      cell: ({ pipeline, pipelineAmount }) =>
        pipeline ? <Figure value={pipelineAmount ?? "no amount"} note={pipeline} /> : <Missing />,
    },
    {
      id: "won",
      header: "Won",
      cell: ({ won, wonAmount }) => (won ? <Figure value={wonAmount ?? "no amount"} note={won} /> : <Missing />),
    },
    {
      id: "flags",
      header: "Flags",
      align: "left",
      wrap: true,
      cell: ({ flags }) => <span className="text-muted text-xs">{flags}</span>,
    },
  ];
}

/** Opportunities behind a figure; the second column adds up to it. */
export function DealTable({ rows, figure, sum }: Props) {
  return (
    <DataTable
      caption="Opportunities"
      columns={columnsOf({ figure, sum })}
      rows={rows}
      rowKey={(row) => row.id}
      empty="No opportunity counts here in these days."
    />
  );
}
