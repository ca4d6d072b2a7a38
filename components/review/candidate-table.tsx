"use client";

import { BreachFigure, Figure } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import type { CandidateRow } from "@/lib/view/review/candidates";

const COLUMNS: DataColumn<CandidateRow>[] = [
  {
    id: "name",
    header: "Candidate",
    cell: ({ place, name, chosen }) => (
      <>
        <span className="mr-2 font-normal text-muted tabular-nums">{place}</span>
        {name}
        {chosen && <span className="ml-2 font-normal text-accent text-xs">✓ decided</span>}
      </>
    ),
  },
  { id: "why", header: "Why it is here", align: "left", cell: ({ why }) => why },
  {
    id: "figure",
    header: "Figure",
    cell: ({ sign, figure, note }) =>
      sign ? <BreachFigure kind={sign} value={figure} note={note} word="" /> : <Figure value={figure} note={note} />,
  },
  { id: "clock", header: "Clock", align: "left", cell: ({ clock }) => clock },
  { id: "owner", header: "Owner", align: "left", wrap: true, cell: ({ owner }) => owner },
  { id: "waiting", header: "Waiting", align: "left", cell: ({ waiting }) => waiting },
];

/** The ranked queue of a Tuesday. */
export function CandidateTable({ rows }: { rows: CandidateRow[] }) {
  return (
    <DataTable
      caption="Candidates for the one decision"
      columns={COLUMNS}
      rows={rows}
      rowKey={(row) => row.key}
      empty="Nothing asks for a decision: no clock is due, nothing was rejected, no cell has a floor. Watch one of the figures above."
    />
  );
}
