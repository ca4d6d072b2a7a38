"use client";

import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import type { DeliveryLine } from "@/lib/view/digest/page";
import { SendAgain } from "./send-again";

const COLUMNS: DataColumn<DeliveryLine>[] = [
  { id: "what", header: "Message", cell: ({ what }) => what },
  { id: "to", header: "To", align: "left", cell: ({ to }) => to },
  {
    id: "state",
    header: "State",
    align: "left",
    wrap: true,
    cell: ({ state, isOpen, error }) => (
      <span className="block min-w-44">
        <span className={isOpen ? "font-medium" : undefined}>{state}</span>
        {error && <span className="block text-muted text-xs wrap-anywhere">{error}</span>}
      </span>
    ),
  },
  { id: "tries", header: "Tries", cell: ({ tries }) => tries },
  {
    id: "again",
    header: <span className="sr-only">Send again</span>,
    align: "left",
    cell: ({ id, what, to, mayAgain }) => mayAgain && <SendAgain id={id} label={`Send again: ${what} to ${to}`} />,
  },
];

/** What was sent to whom, and what became of it. */
export function DeliveryTable({ rows }: { rows: DeliveryLine[] }) {
  return <DataTable caption="Messages, the latest first" columns={COLUMNS} rows={rows} rowKey={({ id }) => id} />;
}
