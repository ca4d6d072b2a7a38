/** What a trend chart draws; prepared on the server, so that the chart decides nothing. */
export type TrendModel = {
  /** Names the chart: "Acceptance of content syndication by segment". */
  title: string;
  /** Oldest first. A value is `null` (or absent) where there is no figure: the line has a gap there. */
  points: { label: string; values: Record<string, number | null> }[];
  /** A series may have a floor of its own. */
  series: { key: string; label: string; floor: number | null }[];
  /** Drawn as dashed lines with these words; the highest first. */
  floors: { value: number; label: string }[];
  unit: string;
};

/** A figure with its unit, or a dash. */
export function trendFigure(value: number | null | undefined, unit: string): string {
  return value === null || value === undefined ? "—" : `${value} ${unit}`;
}
