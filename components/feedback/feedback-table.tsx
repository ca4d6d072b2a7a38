"use client";

import { useMemo } from "react";
import { Figure } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import { cx } from "@/components/ui/cx";

interface FigureCell {
  value: string;
  href: string | null;
}

interface Row {
  key: string;
  name: string;
  isSource: boolean;
  figures: Record<string, FigureCell>;
  lost: string;
}

type Props = {
  caption: string;
  columns: readonly { id: string; header: string; label: string }[];
  rows: Row[];
  totals: Pick<Row, "name" | "figures" | "lost">;
};

const keyOf = ({ key }: Row) => key;

type CellProps = { of: Pick<Row, "name" | "figures">; id: string; label: string };

function Cell({ of: { name, figures }, id, label }: CellProps) {
  const figure = figures[id];
  if (!figure) return null;
  return (
    <Figure
      value={figure.value}
      href={figure.href ?? undefined}
      label={figure.href ? `${name}, ${label}: ${figure.value}` : undefined}
    />
  );
}

/** The row's name, and why its deals were lost. */
function Name({ of: { name, isSource, lost } }: { of: Pick<Row, "name" | "isSource" | "lost"> }) {
  return (
    <span className={cx("block max-w-60 whitespace-normal wrap-anywhere", !isSource && "pl-4 font-normal text-muted")}>
      {name}
      {lost && <span className="block font-normal text-2xs text-muted">lost: {lost}</span>}
    </span>
  );
}

/** What became of hand-overs: each source with its campaigns under it, and the total of the lane. */
export function FeedbackTable({ caption, columns, rows, totals }: Props) {
  const all = useMemo<DataColumn<Row>[]>(
    () => [
      {
        id: "name",
        header: "Source, campaign",
        cell: (row) => <Name of={row} />,
        footer: <Name of={{ ...totals, isSource: true }} />,
      },
      ...columns.map(
        ({ id, header, label }): DataColumn<Row> => ({
          id,
          header:
            header === label ? (
              header
            ) : (
              <abbr title={label} className="no-underline">
                {header}
              </abbr>
            ),
          cell: (row) => (
            <span className={row.isSource ? "font-medium" : undefined}>
              <Cell of={row} id={id} label={label} />
            </span>
          ),
          footer: <Cell of={totals} id={id} label={label} />,
        }),
      ),
    ],
    [columns, totals],
  );
  return (
    <DataTable
      caption={caption}
      columns={all}
      rows={rows}
      rowKey={keyOf}
      empty="Nothing was handed over in these four weeks. Choose another Monday above."
    />
  );
}
