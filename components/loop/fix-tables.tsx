"use client";

import { Figure } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import type { ClosedFixRow, ReasonRow } from "@/lib/view/loop/fixes";
import { OwnerName } from "./clock-parts";

type OwnerRow = { key: string; owner: { words: string; flag: string | null }; share: string; counts: string };

const REASONS: DataColumn<ReasonRow>[] = [
  {
    id: "reason",
    header: "Reason",
    cell: ({ label, description }) => (
      <>
        {label}
        <span className="block font-normal text-2xs text-muted">{description}</span>
      </>
    ),
  },
  { id: "owner", header: "Owner", align: "left", wrap: true, cell: ({ owner }) => <OwnerName {...owner} /> },
  {
    id: "share",
    header: "Of all rejections",
    cell: ({ share, href, label }) => <Figure value={share} href={href ?? undefined} label={`${label}: ${share}`} />,
  },
  { id: "fix", header: "Fix", align: "left", cell: ({ fix }) => fix },
];

/** The five reasons, each with its named person. */
export function ReasonTable({ rows }: { rows: ReasonRow[] }) {
  return <DataTable caption="Reasons and their owners" columns={REASONS} rows={rows} rowKey={({ reason }) => reason} />;
}

const OWNERS: DataColumn<OwnerRow>[] = [
  { id: "owner", header: "Owner", cell: ({ owner }) => <OwnerName {...owner} /> },
  { id: "share", header: "Closed in under 30 days", cell: ({ share }) => share },
  { id: "counts", header: "Fixes", cell: ({ counts }) => counts },
];

/** Who closes fixes in time. */
export function OwnerShares({ rows }: { rows: OwnerRow[] }) {
  return (
    <DataTable
      caption="Closed in under 30 days, by owner"
      columns={OWNERS}
      rows={rows}
      rowKey={({ key }) => key}
      empty="No fix is closed or 30 days old yet."
    />
  );
}

const CLOSED: DataColumn<ClosedFixRow>[] = [
  { id: "fix", header: "Fix", cell: ({ title }) => title },
  { id: "owner", header: "Owner", align: "left", wrap: true, cell: ({ owner }) => <OwnerName {...owner} /> },
  {
    id: "action",
    header: "What was done",
    align: "left",
    wrap: true,
    cell: ({ action }) => <span className="wrap-anywhere block min-w-48">{action}</span>,
  },
  {
    id: "evidence",
    header: "What shows that it works",
    align: "left",
    wrap: true,
    cell: ({ evidence }) => <span className="wrap-anywhere block min-w-48">{evidence}</span>,
  },
  {
    id: "closed",
    header: "Closed",
    align: "left",
    cell: ({ closed, by }) => <Figure value={closed} note={`by ${by}`} />,
  },
  {
    id: "days",
    header: "Days",
    cell: ({ days, isInTime }) => <Figure value={days} note={isInTime ? "in time" : "30 or more"} />,
  },
];

/** Closed fixes, the latest first. */
export function ClosedFixes({ rows }: { rows: ClosedFixRow[] }) {
  return (
    <DataTable
      caption="Closed fixes"
      columns={CLOSED}
      rows={rows}
      rowKey={({ key }) => key}
      empty="No fix was closed yet."
    />
  );
}
