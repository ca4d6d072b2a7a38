"use client";

import { type Header, type RowData, useTable } from "@tanstack/react-table";
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

const SIDE = { left: "text-left", right: "text-right" };

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
      <table className="w-full border-separate border-spacing-0">
        <caption className="sr-only">{caption}</caption>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header, index) => (
                <HeaderCell key={header.id} header={header} first={index === 0} />
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {body.map((row) => (
            <tr key={row.id}>
              {row.getAllCells().map((cell, index) => {
                const Cell = index === 0 ? "th" : "td";
                const meta = cell.column.columnDef.meta;
                return (
                  <Cell
                    key={cell.id}
                    {...(index === 0 ? { scope: "row" } : {})}
                    className={cellClass(index === 0, meta)}
                  >
                    <table.FlexRender cell={cell} />
                  </Cell>
                );
              })}
            </tr>
          ))}
          {body.length === 0 && (
            <tr>
              <td colSpan={columns.length} className={cx("py-4 text-muted", RULES)}>
                <div className="sticky left-0 max-w-[min(100%,calc(100vw-2rem))]">{empty}</div>
              </td>
            </tr>
          )}
        </tbody>
        {hasFooter && <FooterRow columns={columns} />}
      </table>
    </ScrollFrame>
  );
}

/** On a phone the first column stays, narrow enough to leave room for a figure. */
const STICKY =
  "md:whitespace-nowrap max-md:sticky max-md:left-0 max-md:z-1 max-md:min-w-24 max-md:max-w-40 max-md:bg-paper";

/**
 * Every rule belongs to the row below it: the ground of a sticky cell would cover part of the rule above. The last row
 * of a table without a closing row has one at its foot as well.
 */
const RULES =
  "border-line border-t in-[tr:first-child]:border-line-strong in-[tbody:last-child>tr:last-child]:border-b in-[tbody:last-child>tr:last-child]:border-b-line";

function cellClass(first: boolean, { align = "right", wrap = false }: Pick<DataColumn<never>, "align" | "wrap"> = {}) {
  return cx(
    "py-2.25 print:py-0.5",
    RULES,
    first
      ? cx("text-left font-medium", !wrap && "md:whitespace-nowrap", STICKY)
      : cx("pl-4 font-normal tabular-nums lining-nums", !wrap && "whitespace-nowrap", SIDE[align]),
  );
}

function FooterRow<Row extends RowData>({ columns }: { columns: DataColumn<Row>[] }) {
  return (
    <tfoot>
      <tr>
        {columns.map((column, index) => {
          const Cell = index === 0 ? "th" : "td";
          return (
            <Cell
              key={column.id}
              {...(index === 0 ? { scope: "row" } : {})}
              className={cx(
                "border-line-strong border-t py-2.25 font-semibold print:py-0.5",
                index === 0
                  ? cx("text-left", STICKY)
                  : cx("whitespace-nowrap pl-4 tabular-nums lining-nums", SIDE[column.align ?? "right"]),
              )}
            >
              {column.footer}
            </Cell>
          );
        })}
      </tr>
    </tfoot>
  );
}

type HeaderCellProps<Row extends RowData> = { header: Header<typeof features, Row>; first: boolean };

const ARIA_SORT = { asc: "ascending", desc: "descending" } as const;

function HeaderCell<Row extends RowData>({ header, first }: HeaderCellProps<Row>) {
  const { column } = header;
  const { note, align, sortLink } = column.columnDef.meta ?? {};
  const words = column.columnDef.header;
  const sorted = sortLink ? sortLink.sorted : column.getIsSorted();
  const label = (
    <>
      {typeof words === "function" ? words(header.getContext()) : words}
      {note && <span className="font-normal"> {note}</span>}
      {sorted && <span aria-hidden="true">{sorted === "asc" ? " ↑" : " ↓"}</span>}
    </>
  );
  const press =
    "-my-0.75 inline-flex min-h-6 items-center whitespace-pre underline-offset-2 hover:text-ink hover:underline";
  return (
    <th
      scope="col"
      aria-sort={sorted ? ARIA_SORT[sorted] : undefined}
      className={cx(
        "whitespace-nowrap pt-2 pb-1.5 font-medium text-muted text-xs print:py-0.5",
        first ? cx("text-left", STICKY) : cx("pl-4", SIDE[align ?? "right"]),
      )}
    >
      {sortLink && (
        <Link href={sortLink.href} prefetch={false} scroll={false} className={press}>
          {label}
        </Link>
      )}
      {!sortLink && column.getCanSort() && (
        <button type="button" className={press} onClick={column.getToggleSortingHandler()}>
          {label}
        </button>
      )}
      {!sortLink && !column.getCanSort() && label}
    </th>
  );
}
