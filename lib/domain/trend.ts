import { type Acceptance, type AcceptanceRow, acceptance, cellKey, type Floors, floorOf } from "./acceptance";
import type { BusinessCalendar } from "./calendar";
import type { WeeklyCounts } from "./counts";
import { addDays, type DateRange, type IsoDate } from "./dates";
import { SEGMENTS, type Segment } from "./segments";
import { orderSources } from "./source-rows";
import { acceptanceWindow, lastMondays, pendingRange } from "./weeks";

/** Mondays in a trend (product.md B2). */
export const TREND_MONDAYS = 12;

/** The figure that a Monday page of `asOf` shows; `acceptance` null, a gap, where n is 0. */
export interface TrendPoint {
  readonly asOf: IsoDate;
  readonly n: number;
  readonly accepted: number;
  readonly acceptance: string | null;
}

export interface TrendSeries {
  /** The floor in force now, for the line; it is not the floor of each past Monday. */
  readonly floor: string | null;
  readonly points: readonly TrendPoint[];
}

export interface SourceTrend extends TrendSeries {
  readonly source: string;
}

export interface CellTrend extends SourceTrend {
  readonly segment: Segment;
}

export interface AcceptanceTrend {
  readonly mondays: readonly IsoDate[];
  readonly total: TrendSeries;
  readonly bySource: readonly SourceTrend[];
  readonly cells: readonly CellTrend[];
}

export interface TrendInput {
  readonly counts: readonly WeeklyCounts[];
  readonly asOf: IsoDate;
  readonly calendar: BusinessCalendar;
  readonly decisionDays: number;
  readonly sources: readonly string[];
  readonly floors: Floors;
  readonly mondays?: number;
}

/** The weeks of counts that a trend needs: from its first window to the Sunday before `asOf`. */
export function trendRange(
  asOf: IsoDate,
  calendar: BusinessCalendar,
  decisionDays: number,
  mondays = TREND_MONDAYS,
): DateRange {
  const first = addDays(asOf, -7 * (mondays - 1));
  return { from: acceptanceWindow(first, calendar, decisionDays).from, to: addDays(asOf, -1) };
}

function acceptanceAt(asOf: IsoDate, input: TrendInput): Acceptance {
  const window = acceptanceWindow(asOf, input.calendar, input.decisionDays);
  const { counts, sources, floors } = input;
  return acceptance({ counts, sources, floors, window, pending: pendingRange(asOf, window) });
}

/** The figures of one table, by source and by cell. */
interface Figures {
  readonly asOf: IsoDate;
  readonly total: AcceptanceRow;
  readonly bySource: ReadonlyMap<string, AcceptanceRow>;
  readonly byCell: ReadonlyMap<string, AcceptanceRow>;
}

function figuresAt(asOf: IsoDate, input: TrendInput): Figures {
  const { total, bySource, cells } = acceptanceAt(asOf, input);
  return {
    asOf,
    total,
    bySource: new Map(bySource.map((row) => [row.source, row])),
    byCell: new Map(cells.map((cell) => [cellKey(cell.source, cell.segment), cell])),
  };
}

function seriesOf(
  figures: readonly Figures[],
  floor: string | null,
  pick: (figure: Figures) => AcceptanceRow | undefined,
): TrendSeries {
  const points = figures.map((figure) => {
    const row = pick(figure);
    const acceptance = row?.acceptance ?? null;
    return { asOf: figure.asOf, n: row?.n ?? 0, accepted: row?.accepted ?? 0, acceptance };
  });
  return { floor, points };
}

/**
 * Acceptance of each of the last Mondays from the same weekly counts, with today's knowledge of
 * past weeks (metrics.md §0, live). A row that any of the Mondays shows has a series, in the order
 * of the table.
 */
export function acceptanceTrend(input: TrendInput): AcceptanceTrend {
  const { floors } = input;
  const mondays = lastMondays(input.asOf, input.mondays ?? TREND_MONDAYS);
  const figures = mondays.map((monday) => figuresAt(monday, input));
  const shown = new Set(figures.flatMap((figure) => [...figure.byCell.keys()]));
  const sources = orderSources(
    figures.flatMap((figure) => [...figure.bySource.keys()]),
    input.sources,
  );
  const bySource = sources.map((source) => {
    const floor = floors.bySource.get(source) ?? null;
    return { source, ...seriesOf(figures, floor, (figure) => figure.bySource.get(source)) };
  });
  const cells = sources.flatMap((source) =>
    SEGMENTS.filter((segment) => shown.has(cellKey(source, segment))).map((segment) => {
      const floor = floorOf(source, segment, floors);
      const key = cellKey(source, segment);
      return { source, segment, ...seriesOf(figures, floor, (figure) => figure.byCell.get(key)) };
    }),
  );
  return { mondays, total: seriesOf(figures, null, (figure) => figure.total), bySource, cells };
}
