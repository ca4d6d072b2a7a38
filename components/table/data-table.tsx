"use client";

import { type Column, type RowData, useTable } from "@tanstack/react-table";
import Link from "next/link";
import { type ReactNode, useMemo } from "react";
import { cx } from "@/components/ui/cx";
import { type DataColumn, features, toDefinitions } from "./columns";
import { ScrollFrame } from "./scroll-frame";

type Props<Row extends RowData> = {
  /** Names the table for screen readers; the visible heading stands above it. */
  caption: string;
  /** Keep the array stable (module scope or `useMemo`): new columns draw every cell anew. */
  columns: DataColumn<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** Shown in place of rows; say what is missing and for which days. */
  empty?: ReactNode;
  /** The order at first sight, for columns with `sortBy`. */
  initialSort?: { id: string; desc: boolean };
};

/** A ruled table: first column names the row and stays in sight on a phone, figures are tabular and to the right. */
export function DataTable<Row extends RowData>({
  caption,
  columns,
  rows,
  rowKey,
  empty = "Nothing to show.",
  initialSort,
}: Props<Row>) {
  const definitions = useMemo(() => toDefinitions(columns), [columns]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowKey,
    enableMultiSort: false,
    initialState: { sorting: initialSort ? [initialSort] : [] },
  });
  const body = table.getRowModel().rows;
  const hasFooter = body.length > 0 && columns.some((column) => column.footer !== undefined);
  return (
    <ScrollFrame label={caption}>
      <table className={TABLE}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <HeaderCell
                key={column.id}
                column={column}
                sorting={column.sortBy && table.getColumn(column.id)}
                first={index === 0}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {/* Cells are drawn from our own columns: objects for each cell would double the time of a page without sorting. */}
          {body.map((row) => (
            <tr key={row.id}>
              {columns.map((column, index) => (
                <Cell key={column.id} column={column} first={index === 0}>
                  {column.cell(row.original)}
                </Cell>
              ))}
            </tr>
          ))}
          {body.length === 0 && (
            <tr>
              <td colSpan={columns.length} className="text-muted">
                <div className="sticky left-0 max-w-[min(100%,calc(100vw-2rem))] py-1.75">{empty}</div>
              </td>
            </tr>
          )}
        </tbody>
        {hasFooter && (
          <tfoot>
            <tr>
              {columns.map((column, index) => (
                <Cell key={column.id} column={column} first={index === 0}>
                  {column.footer}
                </Cell>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </ScrollFrame>
  );
}

/**
 * The look of all cells, said once on the table: said on every cell it was most of the bytes of a page. Every rule belongs
 * to the row below it: the ground of a sticky cell would cover part of the rule above. The last row of a table without a
 * closing row has one at its foot as well. On a phone the first column stays, narrow enough to leave room for a figure.
 */
const TABLE = cx(
  "w-full border-separate border-spacing-0",
  "[&_td]:tabular-nums [&_td]:lining-nums [&_tr>*+*]:pl-4",
  "[&>thead_th]:whitespace-nowrap [&>thead_th]:pt-2 [&>thead_th]:pb-1.5 [&>thead_th]:font-medium [&>thead_th]:text-muted [&>thead_th]:text-xs",
  "[&>tbody>tr>*]:border-line [&>tbody>tr>*]:border-t [&>tbody>tr>*]:py-2.25 [&>tbody_th]:font-medium",
  "[&>tbody>tr:first-child>*]:border-line-strong [&>tbody:last-child>tr:last-child>*]:border-b [&>tbody:last-child>tr:last-child>*]:border-b-line",
  "[&>tfoot>tr>*]:border-line-strong [&>tfoot>tr>*]:border-t [&>tfoot>tr>*]:py-2.25 [&>tfoot>tr>*]:font-semibold",
  "md:[&_th:first-child]:whitespace-nowrap max-md:[&_th:first-child]:sticky max-md:[&_th:first-child]:left-0 max-md:[&_th:first-child]:z-1",
  "max-md:[&_th:first-child]:min-w-24 max-md:[&_th:first-child]:max-w-40 max-md:[&_th:first-child]:bg-paper",
  "print:[&>thead_th]:py-0.5 print:[&>tbody>tr>*]:py-0.5 print:[&>tfoot>tr>*]:py-0.5",
);

const SIDE = { left: "text-left", right: "text-right" };
const FIGURES = { left: "whitespace-nowrap text-left", right: "whitespace-nowrap text-right" };

type CellProps<Row extends RowData> = { column: DataColumn<Row>; first: boolean; children: ReactNode };

/** The first cell of a row names it; the others hold figures, which never break, or words, which may. */
function Cell<Row extends RowData>({ column: { align = "right", wrap }, first, children }: CellProps<Row>) {
  if (first) {
    return (
      <th scope="row" className="text-left">
        {children}
      </th>
    );
  }
  return <td className={wrap ? SIDE[align] : FIGURES[align]}>{children}</td>;
}

type HeaderCellProps<Row extends RowData> = {
  column: DataColumn<Row>;
  /** The column's sorting in the browser, if it has any. */
  sorting: Column<typeof features, Row> | undefined;
  first: boolean;
};

const ARIA_SORT = { asc: "ascending", desc: "descending" } as const;
const PRESS =
  "-my-0.75 inline-flex min-h-6 items-center whitespace-pre underline-offset-2 hover:text-ink hover:underline";

function HeaderCell<Row extends RowData>({ column, sorting, first }: HeaderCellProps<Row>) {
  const { header, note, align = "right", sortLink } = column;
  const sorted = sortLink ? sortLink.sorted : (sorting?.getIsSorted() ?? false);
  const label = (
    <>
      {header}
      {note && <span className="font-normal"> {note}</span>}
      {sorted && <span aria-hidden="true">{sorted === "asc" ? " ↑" : " ↓"}</span>}
    </>
  );
  return (
    <th scope="col" aria-sort={sorted ? ARIA_SORT[sorted] : undefined} className={SIDE[first ? "left" : align]}>
      {sortLink && (
        <Link href={sortLink.href} prefetch={false} scroll={false} className={PRESS}>
          {label}
        </Link>
      )}
      {!sortLink && sorting && (
        <button type="button" className={PRESS} onClick={sorting.getToggleSortingHandler()}>
          {label}
        </button>
      )}
      {!sortLink && !sorting && label}
    </th>
  );
}
