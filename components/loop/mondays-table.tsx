"use client";

import { Figure } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import { CopyButton } from "@/components/ui/copy-button";
import { Pill } from "@/components/ui/pill";
import { TextLink } from "@/components/ui/text-link";
import type { MondayRow } from "@/lib/view/loop/mondays";

const COLUMNS: DataColumn<MondayRow>[] = [
  { id: "date", header: "Monday", cell: ({ date }) => date },
  {
    id: "taken",
    header: "Frozen",
    align: "left",
    cell: ({ taken, late, sign }) => (
      <>
        {taken}
        <span className="block text-2xs text-muted">{late}</span>
        {sign && <Pill tone="sla">{sign}</Pill>}
      </>
    ),
  },
  { id: "version", header: "Agreement", cell: ({ version }) => `v${version}` },
  {
    id: "breaches",
    header: "Breaches",
    cell: ({ breaches, openHref, date }) => (
      <Figure value={breaches} href={openHref} label={`${breaches} breaches on ${date}`} />
    ),
  },
  {
    id: "restated",
    header: "Restated",
    align: "left",
    cell: ({ restated, restatedHref, date }) => (
      <TextLink href={restatedHref} aria-label={`Restated, ${date}: ${restated}`}>
        {restated}
      </TextLink>
    ),
  },
  {
    id: "hash",
    header: "Hash",
    align: "left",
    cell: ({ hash, shortHash, date }) => (
      <span className="inline-flex items-center gap-1">
        <code className="font-mono text-xs">{shortHash}</code>
        <CopyButton text={hash} label="Copy" />
        <span className="sr-only">hash of {date}</span>
      </span>
    ),
  },
  {
    id: "open",
    header: "Page",
    align: "left",
    cell: ({ openHref, date }) => (
      <TextLink href={openHref} aria-label={`Open ${date} as it was`}>
        open as it was
      </TextLink>
    ),
  },
];

/** Every frozen Monday, the latest first. */
export function MondaysTable({ rows }: { rows: MondayRow[] }) {
  return <DataTable caption="Frozen Mondays" columns={COLUMNS} rows={rows} rowKey={({ key }) => key} />;
}
