import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";

export interface DayRows {
  key: string;
  heading: string;
  rows: { key: string; cells: ReactNode[] }[];
}

export interface DayColumn {
  header: string;
  /** Of the cells; on a phone the cells of a row stand one after another. */
  className?: string;
}

type Props = { caption: string; columns: readonly DayColumn[]; days: readonly DayRows[] };

/** A ruled table by days, latest first; on a phone each row stacks, so that nothing has to be scrolled sideways. */
export function DayTable({ caption, columns, days }: Props) {
  return (
    <div className="relative">
      <table className="w-full table-fixed border-collapse text-s max-md:block">
        <caption className="sr-only">{caption}</caption>
        <thead className="max-md:sr-only">
          <tr className="text-muted text-xs">
            {columns.map(({ header, className }) => (
              <th key={header} scope="col" className={cx("pr-4 pb-1.5 text-left font-medium", className)}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        {days.map(({ key, heading, rows }) => (
          <tbody key={key} className="max-md:block">
            <tr className="max-md:block">
              <th
                colSpan={columns.length}
                scope="rowgroup"
                className="border-line-strong border-b pt-5 pb-1.5 text-left font-semibold font-serif text-m max-md:block md:[tbody:first-of-type_&]:pt-1"
              >
                {heading}
              </th>
            </tr>
            {rows.map((row) => (
              <tr
                key={row.key}
                className="border-line border-b align-baseline max-md:flex max-md:flex-wrap max-md:items-baseline max-md:gap-x-3 max-md:gap-y-1 max-md:py-2.5"
              >
                {columns.map(({ header, className }, index) => (
                  <td key={header} className={cx("wrap-anywhere md:py-2 md:pr-4", className)}>
                    {row.cells[index]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
