"use client";

import { ShareBar } from "@/components/table/bars";
import { Figure, Missing } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import type { InfluenceTable, InfluenceTableRow } from "@/lib/view/monday/influence-table";
import { influencePartHref } from "@/lib/view/monday/part-href";

const POSITIONS = [
  ["first_touch", "First touch"],
  ["opportunity_created", "Opportunity created"],
  ["closed_won", "Closed won"],
] as const;

/** Whose figure it is: a row or the total. */
type Owner = { label: string; address: string; deals: number; assists: number };

type PartProps = { of: Owner; name: string; value: string | number; part?: (typeof POSITIONS)[number][0] };

/** Credit, share or deals: the deals that were credited, at one position or at any. A source with assists alone has none. */
function CreditFigure({ of: { label, address, deals }, name, value, part }: PartProps) {
  const href = part ? influencePartHref(address, part) : address;
  return <Figure value={value} href={deals > 0 ? href : undefined} label={`${label}, ${name}: ${value}`} />;
}

function AssistsFigure({ of: { label, address, assists } }: { of: Owner }) {
  const href = assists > 0 ? influencePartHref(address, "assists") : undefined;
  return <Figure value={assists} href={href} label={`${label}, assists: ${assists}`} />;
}

/** Credit at one position. */
function positionColumn(
  [part, name]: (typeof POSITIONS)[number],
  all: Owner & Pick<InfluenceTable["total"], "positions">,
): DataColumn<InfluenceTableRow> {
  return {
    id: part,
    header: name,
    cell: (row) => {
      const value = row.positions[part];
      return value === null ? <Missing words="no credit" /> : <CreditFigure of={row} {...{ name, value, part }} />;
    },
    footer: <CreditFigure of={all} {...{ name, value: all.positions[part], part }} />,
  };
}

function columnsOf({ total, largestShare }: InfluenceTable): DataColumn<InfluenceTableRow>[] {
  const all = { label: "All closed won", ...total };
  return [
    { id: "source", header: "Source", cell: ({ label }) => label, footer: all.label },
    ...POSITIONS.map((position) => positionColumn(position, all)),
    {
      id: "credit",
      header: "Credit",
      cell: (row) =>
        row.credit === null ? (
          <Missing words="no credit" />
        ) : (
          <CreditFigure of={row} name="credit" value={row.credit} />
        ),
      footer: <CreditFigure of={all} name="credit" value={total.credit} />,
    },
    {
      id: "share",
      header: "Share",
      align: "left",
      cell: (row) =>
        row.share === null ? (
          <Missing />
        ) : (
          <>
            <ShareBar share={Number(row.share)} of={largestShare} />
            <CreditFigure of={row} name="share" value={`${row.share} %`} />
          </>
        ),
      footer: total.deals > 0 ? "100.0 %" : undefined,
    },
    {
      id: "deals",
      header: "Deals",
      cell: (row) => <CreditFigure of={row} name="deals" value={row.deals} />,
      footer: <CreditFigure of={all} name="deals" value={total.deals} />,
    },
    {
      id: "assists",
      header: "Assists",
      cell: (row) => <AssistsFigure of={row} />,
      footer: <AssistsFigure of={all} />,
    },
  ];
}

/** What a review needs not see to decide. */
const LEFT_OUT = new Set(["assists"]);

/** Closed-won influence by source; a row opens the deals that were credited. `compact`: for the review room. */
export function InfluenceTableView({ table, compact = false }: { table: InfluenceTable; compact?: boolean }) {
  const columns = columnsOf(table);
  return (
    <DataTable
      caption="Closed-won influence by source"
      columns={compact ? columns.filter(({ id }) => !LEFT_OUT.has(id)) : columns}
      rows={table.rows}
      rowKey={(row) => row.key}
      empty="No deal was won in these 90 days."
    />
  );
}
