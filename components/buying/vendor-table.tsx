"use client";

import { Figure } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";

interface Row {
  vendor: string;
  briefs: string;
  leads: string;
  handedOver: string;
  rate: string;
  n: number;
  claims: string;
}

const COLUMNS: DataColumn<Row>[] = [
  { id: "vendor", header: "Seller", cell: ({ vendor }) => vendor },
  { id: "briefs", header: "Briefs", cell: ({ briefs }) => briefs },
  { id: "leads", header: "Leads", cell: ({ leads }) => leads },
  { id: "handed", header: "Handed over", cell: ({ handedOver }) => handedOver },
  { id: "acceptance", header: "Acceptance", cell: ({ rate, n }) => <Figure value={rate} n={`n ${n}`} /> },
  { id: "claims", header: "To credit", cell: ({ claims }) => claims },
];

/** Sellers over all their briefs. */
export function VendorTable({ rows }: { rows: Row[] }) {
  return <DataTable caption="Sellers" columns={COLUMNS} rows={rows} rowKey={({ vendor }) => vendor} />;
}
