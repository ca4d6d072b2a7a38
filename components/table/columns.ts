import {
  createColumnHelper,
  createSortedRowModel,
  metaHelper,
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

type Meta = Pick<DataColumn<never>, "note" | "align" | "footer" | "sortLink" | "wrap">;

/** The only features that the table pays bytes for: its rows and sorting. */
export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  columnMeta: metaHelper<Meta>(),
});

/** Our columns in TanStack's terms. */
export function toDefinitions<Row extends RowData>(columns: DataColumn<Row>[]) {
  const helper = createColumnHelper<typeof features, Row>();
  return columns.map(({ id, header, cell, sortBy, note, align, footer, sortLink, wrap }) =>
    helper.accessor((row): unknown => sortBy?.(row) ?? undefined, {
      id,
      header: () => header,
      cell: ({ row }) => cell(row.original),
      enableSorting: sortBy !== undefined,
      sortUndefined: "last",
      sortFn: (a, b) => compareValues(sortBy?.(a.original) ?? null, sortBy?.(b.original) ?? null),
      meta: { note, align, footer, sortLink, wrap },
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
