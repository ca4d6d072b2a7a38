"use client";

import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";

interface Share {
  key: string;
  owner: string;
  share: string;
  counts: string;
}

/** Fixes closed in under 30 days, by owner. */
export function FixTable({ shares: { rows, total } }: { shares: { rows: Share[]; total: Share } }) {
  const columns: DataColumn<Share>[] = [
    { id: "owner", header: "Owner", cell: ({ owner }) => owner, footer: total.owner },
    { id: "counts", header: "Closed in under 30 days", cell: ({ counts }) => counts, footer: total.counts },
    { id: "share", header: "Share", cell: ({ share }) => share, footer: total.share },
  ];
  return <DataTable caption="Fixes closed in under 30 days" columns={columns} rows={rows} rowKey={(row) => row.key} />;
}
