"use client";

import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { EndLabels } from "./end-labels";
import { type SeriesLook, seriesLook } from "./series-look";
import { SeriesMarker } from "./series-marker";
import { type TrendModel, trendFigure } from "./trend-model";
import { TrendTooltip } from "./trend-tooltip";

const TICK = { fill: "var(--muted)", fontSize: 11 };

/** Room for the names at the right end of the lines, from the longest of them. */
function endRoom(model: TrendModel): number {
  return Math.min(150, 20 + 6.6 * Math.max(0, ...model.series.map(({ label }) => label.length)));
}

function marker(look: SeriesLook) {
  return ({ cx, cy, index }: { cx?: number; cy?: number; index?: number }) => (
    <SeriesMarker key={index} cx={cx} cy={cy} look={look} />
  );
}

/**
 * Lines over weeks against their floor. Nothing moves; series differ by dash and marker and carry their names at the
 * end. Heavy: load it through `LazyTrendChart`, which also prints the figures as a table.
 */
export function TrendChart({ model }: { model: TrendModel }) {
  const { points, series, floors, unit } = model;
  return (
    <div role="img" aria-label={`${model.title}. The figures are in the table below.`} className="h-full">
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 720, height: 280 }}>
        <LineChart
          data={points}
          accessibilityLayer={false}
          margin={{ top: 20, right: endRoom(model), bottom: 4, left: 0 }}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="label" tick={TICK} tickLine={false} stroke="var(--line-strong)" minTickGap={24} />
          <YAxis
            tick={TICK}
            tickLine={false}
            axisLine={false}
            width={48}
            tickFormatter={(value: number) => trendFigure(value, unit)}
            domain={["auto", "auto"]}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--line-strong)" }}
            content={<TrendTooltip model={model} />}
          />
          {floors.map(({ value, label }, index) => (
            <ReferenceLine
              key={value}
              y={value}
              stroke="var(--ink)"
              strokeDasharray="2 2"
              ifOverflow="extendDomain"
              // In turn at the left and at the right, so that two near ones do not cover each other.
              label={{
                value: label,
                position: index % 2 === 0 ? "insideBottomLeft" : "insideBottomRight",
                fill: "var(--ink)",
                fontSize: 11,
              }}
            />
          ))}
          {series.map(({ key, label }, index) => {
            const look = seriesLook(index);
            return (
              <Line
                key={key}
                name={label}
                dataKey={(point: TrendModel["points"][number]) => point.values[key] ?? null}
                type="linear"
                connectNulls={false}
                isAnimationActive={false}
                stroke={look.stroke}
                strokeDasharray={look.dash}
                strokeWidth={1.5}
                dot={marker(look)}
                activeDot={false}
              />
            );
          })}
          <EndLabels model={model} />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
