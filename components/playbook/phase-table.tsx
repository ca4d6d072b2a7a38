"use client";

import Link from "next/link";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import type { StepLine } from "@/lib/view/loop/playbook";

/** Fixed widths: the columns of the three phases stand under each other. */
const COLUMNS: DataColumn<StepLine>[] = [
  {
    id: "step",
    header: "Step",
    cell: ({ words, href, detail }) => (
      <span className="block w-44 whitespace-normal md:w-[27rem]">
        {href ? (
          <Link prefetch={false} href={href} className="underline-offset-2 hover:underline">
            {words}
          </Link>
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
    cell: ({ done, isLapsed }) => (
      <span className="inline-block min-w-28">
        {done ? <Done on={done} /> : <span className="text-muted">– {isLapsed ? "missed" : "open"}</span>}
      </span>
    ),
  },
  {
    id: "due",
    header: "Due",
    cell: ({ due, dueDay }) => (
      <span className="inline-block min-w-16">
        {due}
        <span className="block text-2xs text-muted">{dueDay}</span>
      </span>
    ),
  },
  {
    id: "late",
    header: "Late",
    cell: (line) => (
      <span className={`inline-block min-w-24 ${line.late && line.isOpen ? "font-semibold" : "text-muted"}`}>
        {lateness(line)}
      </span>
    ),
  },
];

function lateness({ late, isOpen, isLapsed }: StepLine): string {
  if (isLapsed) return "no more to do";
  return late ?? (isOpen ? "not yet" : "in time");
}

function Done({ on }: { on: string }) {
  return (
    <span className="text-good">
      <span aria-hidden="true">✓ </span>
      {on}
    </span>
  );
}

const keyOf = ({ id }: StepLine) => id;

/** The steps of one phase: what, done when, due when, how late. */
export function PhaseTable({ caption, lines }: { caption: string; lines: StepLine[] }) {
  return <DataTable caption={caption} columns={COLUMNS} rows={lines} rowKey={keyOf} />;
}
