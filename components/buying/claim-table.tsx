"use client";

import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import { TextLink } from "@/components/ui/text-link";

interface Row {
  leadId: string;
  lead: string;
  company: string;
  receivedOn: string;
  why: string;
  price: string;
}

const COLUMNS: DataColumn<Row>[] = [
  { id: "lead", header: "Lead", cell: ({ leadId, lead }) => <TextLink href={`/leads/${leadId}`}>{lead}</TextLink> },
  { id: "company", header: "Company", align: "left", cell: ({ company }) => company },
  { id: "day", header: "Received", align: "left", cell: ({ receivedOn }) => receivedOn },
  {
    id: "why",
    header: "Why",
    align: "left",
    wrap: true,
    cell: ({ why }) => <span className="block min-w-64">{why}</span>,
  },
  { id: "price", header: "Price", cell: ({ price }) => price },
];

/** Rows to be credited by the seller. */
export function ClaimTable({ rows }: { rows: Row[] }) {
  return (
    <DataTable
      caption="Rows for credit claims"
      columns={COLUMNS}
      rows={rows}
      rowKey={({ leadId }) => leadId}
      empty="No row failed the brief, and none was rejected for what the seller answers for."
    />
  );
}
