import { type TrendModel, trendFigure } from "./trend-model";

type Props = {
  model: TrendModel;
  /** Filled in by the chart. */
  active?: boolean;
  label?: string | number;
};

/** The week under the pointer in figures. The same figures stand in the table below. */
export function TrendTooltip({ model, active, label }: Props) {
  const point = active ? model.points.find((candidate) => candidate.label === label) : undefined;
  if (!point) return null;
  return (
    <div className="rounded-md border border-line-strong bg-raised px-3 py-2 text-xs">
      <p className="font-semibold">{point.label}</p>
      <dl className="mt-1 grid grid-cols-[auto_auto] gap-x-4 gap-y-0.5">
        {model.series.map(({ key, label: name }) => (
          <div key={key} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="text-right tabular-nums">{trendFigure(point.values[key], model.unit)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
