import { addRow, concerns, emptyTally, isStandard, type Tally, type WeeklyCounts, type Windows } from "./counts";
import { below, ratio } from "./rates";
import { SEGMENTS, type Segment, SIZED_SEGMENTS } from "./segments";
import { orderSources } from "./source-rows";

export type AcceptanceVerdict = "no_data" | "low_n" | "ok" | "source_breach" | "sales_sla_breach";

/** Floors in percent as decimal text ("55", "37.5"); null or absent: the source has no floor. */
export interface Floors {
  readonly bySource: ReadonlyMap<string, string | null>;
  /** Floor of one source in one segment, by `cellKey`; wins over the floor of the source. */
  readonly overrides: ReadonlyMap<string, string | null>;
  /** Fewer cycles than this are `low_n`. */
  readonly minimumN: number;
}

/** One line of the acceptance table; rates are text with four decimals or null (metrics.md §2). */
export interface AcceptanceRow {
  readonly n: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Handed over, matured, undecided or expired undecided: `n − accepted − rejected`. */
  readonly unworked: number;
  /** Handed over in weeks not yet matured, decided or not; in no rate. */
  readonly pending: number;
  readonly touchedInTime: number;
  readonly decidedInTime: number;
  /** Of `n`, those in a second or later cycle of their lead (product.md A8). */
  readonly recycled: number;
  readonly acceptance: string | null;
  readonly decidedAcceptance: string | null;
  readonly floor: string | null;
  readonly verdict: AcceptanceVerdict;
}

export interface AcceptanceSourceRow extends AcceptanceRow {
  readonly source: string;
}

export interface AcceptanceCell extends AcceptanceSourceRow {
  readonly segment: Segment;
}

export interface Acceptance {
  readonly cells: readonly AcceptanceCell[];
  readonly bySource: readonly AcceptanceSourceRow[];
  /** Outside the partner lane; has no floor and so never a breach. */
  readonly total: AcceptanceRow;
}

export interface AcceptanceInput extends Windows {
  /** Rows of any weeks, in any order; those outside the two ranges are left out. */
  readonly counts: readonly WeeklyCounts[];
  /** Sources in the order of settings; each gets its rows even with no counts. */
  readonly sources: readonly string[];
  readonly floors: Floors;
}

/** Names one cell of the table. */
export function cellKey(source: string, segment: Segment): string {
  return `${source}:${segment}`;
}

/** The floor of a cell: its override where there is one, else that of the source. */
export function floorOf(source: string, segment: Segment, floors: Floors): string | null {
  const override = floors.overrides.get(cellKey(source, segment));
  return override === undefined ? (floors.bySource.get(source) ?? null) : override;
}

/** What a verdict is read from. */
export interface Decided {
  readonly n: number;
  readonly accepted: number;
  readonly rejected: number;
}

/**
 * The verdict of a cell (metrics.md §2): below the floor on all that was handed over and on what
 * was decided it is marketing's; below only because leads were left undecided it is sales'.
 */
export function acceptanceVerdict(
  { n, accepted, rejected }: Decided,
  floor: string | null,
  minimumN: number,
): AcceptanceVerdict {
  if (n === 0) return "no_data";
  if (n < minimumN) return "low_n";
  if (floor === null || !below(accepted, n, floor)) return "ok";
  return below(accepted, accepted + rejected, floor) ? "source_breach" : "sales_sla_breach";
}

function rowOf(tally: Tally, floor: string | null, minimumN: number): AcceptanceRow {
  const { handedOver: n, accepted, rejected, pending, touchedInTime, decidedInTime, recycled } = tally;
  return {
    n,
    accepted,
    rejected,
    unworked: n - accepted - rejected,
    pending,
    touchedInTime,
    decidedInTime,
    recycled,
    acceptance: ratio(accepted, n),
    decidedAcceptance: ratio(accepted, accepted + rejected),
    floor,
    verdict: acceptanceVerdict({ n, accepted, rejected }, floor, minimumN),
  };
}

function tallyAt(tallies: Map<string, Tally>, key: string): Tally {
  const known = tallies.get(key);
  if (known) return known;
  const fresh = emptyTally();
  tallies.set(key, fresh);
  return fresh;
}

/**
 * Metric 1 (metrics.md §2). A cell and a source row count all their cycles, so that
 * `partner_referral` counts its own lane; the total counts the standard lane only and is a ratio of
 * sums. Rows come in the order of sources, then SMB, MM, ENT and, where it has counts, Unknown.
 */
export function acceptance(input: AcceptanceInput): Acceptance {
  const { floors } = input;
  const cellTallies = new Map<string, Tally>();
  const sourceTallies = new Map<string, Tally>();
  const total = emptyTally();
  for (const row of input.counts) {
    if (!concerns(row, input)) continue;
    addRow(tallyAt(cellTallies, cellKey(row.source, row.segment)), row, input);
    addRow(tallyAt(sourceTallies, row.source), row, input);
    if (isStandard(row)) addRow(total, row, input);
  }
  const sources = orderSources(sourceTallies.keys(), input.sources);
  const isShown = (source: string, segment: Segment): boolean =>
    (SIZED_SEGMENTS as readonly Segment[]).includes(segment) || cellTallies.has(cellKey(source, segment));
  const cells = sources.flatMap((source) =>
    SEGMENTS.filter((segment) => isShown(source, segment)).map((segment) => {
      const tally = cellTallies.get(cellKey(source, segment)) ?? emptyTally();
      return { source, segment, ...rowOf(tally, floorOf(source, segment, floors), floors.minimumN) };
    }),
  );
  const bySource = sources.map((source) => {
    const tally = sourceTallies.get(source) ?? emptyTally();
    return { source, ...rowOf(tally, floors.bySource.get(source) ?? null, floors.minimumN) };
  });
  return { cells, bySource, total: rowOf(total, null, floors.minimumN) };
}
