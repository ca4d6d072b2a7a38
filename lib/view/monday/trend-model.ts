import { joinWords } from "@/lib/domain/phrases";
import type { AcceptanceTrend } from "@/lib/domain/trend";
import { shortDate } from "@/lib/view/dates";
import type { Labels } from "./labels";

const percent = (rate: string | null): number | null => (rate === null ? null : Math.round(Number(rate) * 1000) / 10);

/** The trend chart of one source: a line per segment, and the floors that these are judged by, each segment's own. */
export function trendModel(trend: AcceptanceTrend, source: string, labels: Labels) {
  const cells = trend.cells.filter((cell) => cell.source === source);
  const series = cells.map(({ segment, floor }) => ({
    key: segment,
    label: labels.segment(segment),
    floor: floor === null ? null : Number(floor),
  }));
  return {
    title: `${labels.source(source)}: acceptance by segment, 12 Mondays`,
    series,
    points: trend.mondays.map((monday, index) => ({
      label: shortDate(monday),
      values: Object.fromEntries(
        cells.map(({ segment, points }) => [segment, percent(points[index]?.acceptance ?? null)]),
      ),
    })),
    floors: floorLines(series),
    unit: "%",
  };
}

/** One line for each different floor, the highest first; where segments differ, a line says whose it is. */
function floorLines(series: readonly { label: string; floor: number | null }[]) {
  const values = [...new Set(series.flatMap(({ floor }) => (floor === null ? [] : [floor])))].sort((a, b) => b - a);
  return values.map((value) => {
    const own = series.filter(({ floor }) => floor === value).map(({ label }) => label);
    const whose = own.length === series.length ? "" : `, ${joinWords(own, "and")}`;
    return { value, label: `floor ${value} %${whose}` };
  });
}
