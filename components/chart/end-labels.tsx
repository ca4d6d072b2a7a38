import { usePlotArea, useYAxisScale } from "recharts";
import { seriesLook } from "./series-look";
import type { TrendModel } from "./trend-model";

const LINE_HEIGHT = 15;

type Placed = { key: string; label: string; index: number; y: number };

/** Names each line at its right end, pushed apart where two would overlap. Lives inside a chart. */
export function EndLabels({ model }: { model: TrendModel }) {
  const scale = useYAxisScale();
  const plot = usePlotArea();
  if (!scale || !plot) return null;
  const wanted = model.series.flatMap(({ key, label }, index) => {
    const last = model.points.findLast((point) => typeof point.values[key] === "number")?.values[key];
    const y = last === null || last === undefined ? undefined : scale(last);
    return y === undefined ? [] : [{ key, label, index, y }];
  });
  return (
    <g>
      {pushApart(wanted, plot.y + plot.height).map(({ key, label, index, y }) => (
        <text
          key={key}
          x={plot.x + plot.width + 10}
          y={y + 4}
          fontSize={12}
          fill={seriesLook(index).stroke}
          fontWeight={500}
        >
          {label}
        </text>
      ))}
    </g>
  );
}

/** Keeps the order of heights, at least one line apart, and moves the stack up if it leaves the plot. */
export function pushApart(labels: Placed[], bottom: number): Placed[] {
  const placed = labels.toSorted((a, b) => a.y - b.y);
  let floor = Number.NEGATIVE_INFINITY;
  const down = placed.map((label) => {
    floor = Math.max(label.y, floor + LINE_HEIGHT);
    return { ...label, y: floor };
  });
  let ceiling = bottom + LINE_HEIGHT;
  return down.toReversed().map((label) => {
    ceiling = Math.min(label.y, ceiling - LINE_HEIGHT);
    return { ...label, y: ceiling };
  });
}
