/** What a trend chart draws; prepared on the server, so that the chart decides nothing. */
export type TrendModel = {
  /** Names the chart: "Acceptance of content syndication by segment". */
  title: string;
  /** Oldest first. A value is `null` (or absent) where there is no figure: the line has a gap there. */
  points: { label: string; values: Record<string, number | null> }[];
  series: { key: string; label: string }[];
  /** Drawn as a dashed line with its figure, or not at all. */
  floor: number | null;
  unit: string;
};

/** A figure with its unit, or a dash. */
export function trendFigure(value: number | null | undefined, unit: string): string {
  return value === null || value === undefined ? "—" : `${value} ${unit}`;
}
