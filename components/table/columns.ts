import {
  createColumnHelper,
  createSortedRowModel,
  type RowData,
  rowSortingFeature,
  tableFeatures,
} from "@tanstack/react-table";
import type { ReactNode } from "react";

/** A plain value to sort by; `null` always goes last. */
export type SortValue = string | number | bigint | null;

/** One column of a `DataTable`, in our words. */
export type DataColumn<Row extends RowData> = {
  id: string;
  header: ReactNode;
  /** Small grey words after the header. */
  note?: ReactNode;
  /** Figures stand right (the default); words stand left. The first column is always left. */
  align?: "left" | "right";
  cell: (row: Row) => ReactNode;
  /** The cell of the closing row; any column that has one makes the row. */
  footer?: ReactNode;
  /** Sorting in the browser by this value. */
  sortBy?: (row: Row) => SortValue;
  /** Sorting by the server: the header links to the address of the other order. */
  sortLink?: { href: string; sorted: "asc" | "desc" | false };
  /** Lets long words break; figures never do. */
  wrap?: boolean;
};

/** The only features that the table pays bytes for: its rows and sorting. */
export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});

/** What TanStack needs to know of our columns: how to sort by them. The table draws them by itself. */
export function toDefinitions<Row extends RowData>(columns: DataColumn<Row>[]) {
  const helper = createColumnHelper<typeof features, Row>();
  return columns.map(({ id, sortBy }) =>
    helper.accessor((row): unknown => sortBy?.(row) ?? undefined, {
      id,
      enableSorting: sortBy !== undefined,
      sortUndefined: "last",
      sortFn: (a, b) => compareValues(sortBy?.(a.original) ?? null, sortBy?.(b.original) ?? null),
    }),
  );
}

const collator = new Intl.Collator("en", { numeric: true });

/** Words by the alphabet, numbers by size. Missing values never come here: `sortUndefined` has put them last. */
function compareValues(left: SortValue, right: SortValue): number {
  if (typeof left === "string" || typeof right === "string") return collator.compare(String(left), String(right));
  if (left === null || right === null || left === right) return 0;
  return left < right ? -1 : 1;
}
