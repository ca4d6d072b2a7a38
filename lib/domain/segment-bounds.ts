import { type SegmentBounds, SIZED_SEGMENTS } from "./segments";

type SizedSegment = (typeof SIZED_SEGMENTS)[number];

export interface BoundsError {
  /** `SMB.from`, `MM.to`. */
  readonly field: string;
  readonly code: "SEGMENT_BOUND" | "SEGMENT_GAP" | "SEGMENT_OVERLAP";
  readonly message: string;
}

export type BoundsResult =
  | { readonly ok: true; readonly bounds: readonly SegmentBounds[] }
  | { readonly ok: false; readonly errors: readonly BoundsError[] };

/** First and last number of employees of each segment as typed; blank is open. */
export type BoundsText = Readonly<Record<SizedSegment, { readonly from: string; readonly to: string }>>;

/** The smallest company that belongs to a segment; below it there is none. */
const LEAST = [0, 1];
const MOST = 1_000_000_000;

/** A whole number, null where blank, NaN for anything else. "2,000" as screens print it. */
function wholeOf(text: string): number | null {
  const bare = text.trim().replaceAll(/[,\s](?=\d{3}(?:\D|$))/g, "");
  if (bare === "") return null;
  return /^\d{1,10}$/.test(bare) && Number(bare) <= MOST ? Number(bare) : Number.NaN;
}

function readOne(code: SizedSegment, { from, to }: { from: string; to: string }, errors: BoundsError[]): SegmentBounds {
  const [min, max] = [wholeOf(from), wholeOf(to)];
  const isLast = code === SIZED_SEGMENTS.at(-1);
  const number = "Enter a whole number of employees, such as 200.";
  if (min === null || Number.isNaN(min)) errors.push({ field: `${code}.from`, code: "SEGMENT_BOUND", message: number });
  if (Number.isNaN(max) || (max === null && !isLast)) {
    errors.push({ field: `${code}.to`, code: "SEGMENT_BOUND", message: number });
  } else if (min !== null && max !== null && max < min) {
    errors.push({
      field: `${code}.to`,
      code: "SEGMENT_BOUND",
      message: `Enter ${min} or more: the segment begins there.`,
    });
  }
  return { code, minEmployees: min, maxEmployees: max };
}

/** Neighbours must meet: the next one begins at the number after the last of this one. */
function checkJoint(below: SegmentBounds, above: SegmentBounds, errors: BoundsError[]): void {
  const [last, first] = [below.maxEmployees, above.minEmployees];
  if (last === null || first === null || first === last + 1) return;
  const field = `${above.code}.from`;
  if (first > last + 1) {
    const gap = first === last + 2 ? `${last + 1} employees belong` : `${last + 1} to ${first - 1} employees belong`;
    const message = `Companies with ${gap} to no segment. Begin at ${last + 1}.`;
    errors.push({ field, code: "SEGMENT_GAP", message });
  } else {
    const message = `${below.code} already goes up to ${last}. Begin at ${last + 1}.`;
    errors.push({ field, code: "SEGMENT_OVERLAP", message });
  }
}

/**
 * Checks bounds on the number of employees: whole numbers, the smallest segment from 0 or 1, the largest open, and between
 * them no gap (`SEGMENT_GAP`) and no overlap (`SEGMENT_OVERLAP`), so that every known size has one segment.
 */
export function parseBounds(text: BoundsText): BoundsResult {
  const errors: BoundsError[] = [];
  const bounds = SIZED_SEGMENTS.map((code) => readOne(code, text[code], errors));
  if (errors.length === 0) {
    const [first, last] = [bounds[0], bounds.at(-1)];
    if (first && !LEAST.includes(first.minEmployees ?? -1)) {
      const message = `Companies with fewer than ${first.minEmployees} employees belong to no segment. Begin at 1.`;
      errors.push({ field: `${first.code}.from`, code: "SEGMENT_GAP", message });
    }
    if (last?.maxEmployees != null) {
      const message = `Companies with more than ${last.maxEmployees} employees belong to no segment. Leave this blank.`;
      errors.push({ field: `${last.code}.to`, code: "SEGMENT_GAP", message });
    }
    for (const [index, above] of bounds.entries()) {
      const below = bounds[index - 1];
      if (below) checkJoint(below, above, errors);
    }
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, bounds };
}
