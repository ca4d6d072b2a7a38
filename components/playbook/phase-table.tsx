"use client";

import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import { TextLink } from "@/components/ui/text-link";

interface Line {
  id: string;
  words: string;
  href: string | null;
  detail: string | null;
  done: string | null;
  due: string;
  dueDay: string;
  late: string | null;
  isOpen: boolean;
}

const COLUMNS: DataColumn<Line>[] = [
  {
    id: "step",
    header: "Step",
    cell: ({ words, href, detail }) => (
      <span className="block whitespace-normal md:min-w-72">
        {href ? (
          <TextLink href={href} className="text-ink no-underline hover:underline">
            {words}
          </TextLink>
        ) : (
          words
        )}
        {detail && <span className="block font-normal text-muted text-xs">{detail}</span>}
      </span>
    ),
  },
  {
    id: "done",
    header: "Done on",
    cell: ({ done }) => (done ? <Done on={done} /> : <span className="text-muted">– open</span>),
  },
  {
    id: "due",
    header: "Due",
    cell: ({ due, dueDay }) => (
      <>
        {due}
        <span className="block text-2xs text-muted">{dueDay}</span>
      </>
    ),
  },
  {
    id: "late",
    header: "Late",
    cell: ({ late, isOpen }) => {
      if (!late) return <span className="text-muted">{isOpen ? "not yet" : "in time"}</span>;
      return <span className={isOpen ? "font-semibold" : "text-muted"}>{late}</span>;
    },
  },
];

function Done({ on }: { on: string }) {
  return (
    <span className="text-good">
      <span aria-hidden="true">✓ </span>
      {on}
    </span>
  );
}

const keyOf = ({ id }: Line) => id;

/** The steps of one phase: what, done when, due when, how late. */
export function PhaseTable({ caption, lines }: { caption: string; lines: Line[] }) {
  return <DataTable caption={caption} columns={COLUMNS} rows={lines} rowKey={keyOf} />;
}
