"use client";

import dynamic from "next/dynamic";
import type { TrendModel } from "./trend-model";
import { TrendTable } from "./trend-table";

const TrendChart = dynamic(() => import("./trend-chart").then((module) => module.TrendChart), {
  ssr: false,
  loading: () => <p className="pt-32 text-center text-muted text-xs">The chart is loading.</p>,
});

/** A trend chart in a frame of fixed height, so that nothing jumps when recharts arrives; its figures are there at once. */
export function LazyTrendChart({ model }: { model: TrendModel }) {
  return (
    // Off the sheet in print, but not without size: recharts complains of a chart that measures nothing.
    <figure className="py-3 print:absolute print:top-0 print:-left-[200vw] print:w-180">
      <figcaption className="mb-1 font-medium text-s">{model.title}</figcaption>
      {/* Until the chart has measured a narrower window, it must not widen the page. */}
      <div className="h-70 overflow-x-clip">
        <TrendChart model={model} />
      </div>
      <TrendTable model={model} />
    </figure>
  );
}
