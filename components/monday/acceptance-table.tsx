"use client";

import type { ReactNode } from "react";
import { Sparkline } from "@/components/chart/sparkline";
import { BreachFigure, Figure, LowN, Missing } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import type { AcceptanceFigure, AcceptanceTable, AcceptanceTableRow } from "@/lib/view/monday/acceptance-table";
import { ClockWords } from "./clock-words";

function AcceptanceCell({ figure, minimumN }: { figure: AcceptanceFigure; minimumN: number }) {
  const { kind, text, n, recycled, label } = figure;
  const href = figure.href ?? undefined;
  if (kind === "none") return <Missing />;
  const again = recycled && <span className="block">{recycled}</span>;
  if (kind === "low") return <LowN n={n} minimum={minimumN} href={href} label={label} note={again} />;
  const note = (
    <>
      {figure.note}
      {again}
    </>
  );
  if (kind === "plain") return <Figure value={text} note={note} href={href} label={label} />;
  return <BreachFigure kind={kind} value={text} note={note} href={href} label={label} />;
}

function Aside({ children }: { children: ReactNode }) {
  return <span className="ml-1.5 font-normal text-muted text-xs">{children}</span>;
}

/** What is counted over all segments of a source. */
function sharedColumns(total: AcceptanceTable["total"]): DataColumn<AcceptanceTableRow>[] {
  return [
    {
      id: "unworked",
      header: "Unworked",
      cell: ({ unworked, unworkedHref }) => (
        <Figure value={unworked} href={unworkedHref ?? undefined} label={`Unworked: ${unworked}`} />
      ),
      footer: (
        <Figure
          value={total.unworked}
          href={total.unworkedHref ?? undefined}
          label={`Unworked in all: ${total.unworked}`}
        />
      ),
    },
    {
      id: "pending",
      header: "Pending",
      cell: ({ pending, pendingHref }) => (
        <Figure value={pending} href={pendingHref ?? undefined} label={`Pending: ${pending}`} />
      ),
      footer: (
        <Figure
          value={total.pending}
          href={total.pendingHref ?? undefined}
          label={`Pending in all: ${total.pending}`}
        />
      ),
    },
  ];
}

/** What a review needs not see to decide: the columns of a table that is read in a room or on paper. */
const LEFT_OUT = new Set(["unworked", "pending", "trend"]);

function columnsOf({ columns, total, minimumN }: AcceptanceTable): DataColumn<AcceptanceTableRow>[] {
  const figures = columns.map(
    ({ key, label }, index): DataColumn<AcceptanceTableRow> => ({
      id: key,
      header: label,
      cell: (row) => {
        const figure = row.figures[index];
        return figure && <AcceptanceCell figure={figure} minimumN={minimumN} />;
      },
      footer: total.figures[index] && <AcceptanceCell figure={total.figures[index]} minimumN={minimumN} />,
    }),
  );
  return [
    {
      id: "source",
      header: "Source",
      cell: ({ label, aside }) => (
        <>
          {label}
          {aside && <Aside>{aside}</Aside>}
        </>
      ),
      footer: (
        <>
          All sources
          <Aside>partner lane apart</Aside>
        </>
      ),
    },
    ...figures,
    { id: "floor", header: "Floor", cell: ({ floor }) => <span className="text-muted">{floor}</span> },
    ...sharedColumns(total),
    { id: "trend", header: "12 weeks", cell: ({ trend }) => <Sparkline {...trend} /> },
    {
      id: "clock",
      header: "Clock",
      align: "left",
      wrap: true,
      cell: ({ clock }) => clock && <ClockWords {...clock} />,
    },
  ];
}

/** Acceptance by source and segment; every figure opens the cycles that it counts. `compact`: for the review room. */
export function AcceptanceTableView({ table, compact = false }: { table: AcceptanceTable; compact?: boolean }) {
  const columns = columnsOf(table);
  return (
    <DataTable
      caption="Acceptance by source and segment"
      columns={compact ? columns.filter(({ id }) => !LEFT_OUT.has(id)) : columns}
      rows={table.rows}
      rowKey={(row) => row.key}
      empty="No source is configured. VP RevOps adds sources in the settings."
    />
  );
}
