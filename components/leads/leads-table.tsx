"use client";

import { Missing } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import { TextLink } from "@/components/ui/text-link";
import type { LeadListRow, ListDay } from "@/lib/view/leads/list";

/** A day with the sign of an SLA that it missed. */
function Day({ day, none }: { day: ListDay | null; none: string }) {
  if (!day) return <Missing words={none} />;
  if (!day.isLate) return day.words;
  return (
    <span className="text-sla">
      <span aria-hidden="true">◆ </span>
      {day.words}
      <span className="sr-only">, after its SLA</span>
    </span>
  );
}

const COLUMNS: DataColumn<LeadListRow>[] = [
  {
    id: "name",
    header: "Lead",
    wrap: true,
    cell: ({ name, place, href }) => (
      <>
        <TextLink alone href={href} className="text-ink">
          {name}
        </TextLink>
        <span className="block font-normal text-muted text-xs">{place}</span>
      </>
    ),
  },
  { id: "stage", header: "Stage", align: "left", wrap: true, cell: ({ stage }) => stage },
  {
    id: "handed_over",
    header: "Handed over",
    cell: ({ handedOver }) => handedOver ?? <Missing words="not handed over" />,
  },
  { id: "touched", header: "First touch", cell: ({ touched }) => <Day day={touched} none="not touched" /> },
  { id: "decided", header: "Decided", cell: ({ decided }) => <Day day={decided} none="not decided" /> },
  {
    id: "person",
    header: "By",
    note: "or whose",
    align: "left",
    cell: ({ person }) => person ?? <Missing words="nobody" />,
  },
];

/** Leads or the cycles behind a figure, one line each. */
export function LeadsTable({ rows, empty }: { rows: LeadListRow[]; empty: string }) {
  return <DataTable caption="Leads" columns={COLUMNS} rows={rows} rowKey={(row) => row.key} empty={empty} />;
}
