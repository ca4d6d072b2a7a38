"use client";

import { Figure } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import { TextLink } from "@/components/ui/text-link";

interface Row {
  id: string;
  vendor: string;
  state: string;
  days: string;
  ordered: string;
  price: string;
  delivered: string;
  over: string | null;
  passed: string;
  rate: string;
  n: number;
  claims: string;
}

const COLUMNS: DataColumn<Row>[] = [
  {
    id: "vendor",
    header: "Seller",
    cell: ({ id, vendor }) => (
      <TextLink href={`/agreement/buying/${id}`} alone>
        {vendor}
      </TextLink>
    ),
  },
  { id: "state", header: "State", align: "left", cell: ({ state }) => state },
  { id: "days", header: "Delivery", align: "left", cell: ({ days }) => days },
  { id: "ordered", header: "Ordered", cell: ({ ordered, price }) => <Figure value={ordered} note={`at ${price}`} /> },
  {
    id: "delivered",
    header: "Delivered",
    cell: ({ delivered, over }) => <Figure value={delivered} note={over ?? undefined} />,
  },
  { id: "passed", header: "Passed", cell: ({ passed }) => passed },
  { id: "acceptance", header: "Acceptance", cell: ({ rate, n }) => <Figure value={rate} n={`n ${n}`} /> },
  { id: "claims", header: "To credit", cell: ({ claims }) => claims },
];

/** All briefs with what became of their leads. */
export function BriefTable({ rows }: { rows: Row[] }) {
  return <DataTable caption="Buying briefs" columns={COLUMNS} rows={rows} rowKey={({ id }) => id} />;
}
