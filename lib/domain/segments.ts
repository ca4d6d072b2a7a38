/** Size classes in display order; `Unknown` when the employee count is missing (metrics.md §1). */
export const SEGMENTS = ["SMB", "MM", "ENT", "Unknown"] as const;
export type Segment = (typeof SEGMENTS)[number];

/** The segments every table lists; `Unknown` shows only where it has counts. */
export const SIZED_SEGMENTS = ["SMB", "MM", "ENT"] as const satisfies readonly Segment[];

/** Employee counts of a segment, both ends inclusive; null is open. */
export interface SegmentBounds {
  readonly code: Segment;
  readonly minEmployees: number | null;
  readonly maxEmployees: number | null;
}

/** Bounds until RevOps sets others (metrics.md §1). */
export const DEFAULT_BOUNDS: readonly SegmentBounds[] = [
  { code: "SMB", minEmployees: 1, maxEmployees: 199 },
  { code: "MM", minEmployees: 200, maxEmployees: 1999 },
  { code: "ENT", minEmployees: 2000, maxEmployees: null },
];

/**
 * The segment of a company by its employee count; `Unknown` when the count is missing or inside no
 * bounds. Entries without any bound, such as that of `Unknown`, match nothing.
 */
export function segmentOf(employees: number | null, bounds: readonly SegmentBounds[] = DEFAULT_BOUNDS): Segment {
  if (employees === null) return "Unknown";
  const found = bounds.find(
    ({ minEmployees, maxEmployees }) =>
      (minEmployees !== null || maxEmployees !== null) &&
      employees >= (minEmployees ?? Number.NEGATIVE_INFINITY) &&
      employees <= (maxEmployees ?? Number.POSITIVE_INFINITY),
  );
  return found?.code ?? "Unknown";
}
