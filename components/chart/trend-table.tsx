import { type TrendModel, trendFigure } from "./trend-model";

/** The figures of a trend chart for those who read, copy or print them; here also without script. */
export function TrendTable({ model }: { model: TrendModel }) {
  const { title, points, series, unit, floors } = model;
  return (
    <details className="mt-2 text-s">
      <summary className="inline-flex min-h-6 items-center font-medium text-accent text-xs">
        The figures as a table
      </summary>
      <div className="relative mt-1 max-w-full overflow-x-auto">
        <table className="border-collapse tabular-nums">
          <caption className="sr-only">{[title, ...floors.map(({ label }) => label)].join(", ")}</caption>
          <thead>
            <tr className="text-muted text-xs">
              <th scope="col" className="border-line-strong border-b py-1.5 text-left font-medium">
                Week
              </th>
              {series.map(({ key, label }) => (
                <th key={key} scope="col" className="border-line-strong border-b py-1.5 pl-6 text-right font-medium">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.label}>
                <th scope="row" className="whitespace-nowrap border-line border-b py-1.5 text-left font-normal">
                  {point.label}
                </th>
                {series.map(({ key }) => (
                  <td key={key} className="whitespace-nowrap border-line border-b py-1.5 pl-6 text-right">
                    {trendFigure(point.values[key], unit)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          {floors.length > 0 && <FloorRow model={model} />}
        </table>
      </div>
    </details>
  );
}

/** What each series is judged by now. */
function FloorRow({ model: { series, unit } }: { model: TrendModel }) {
  return (
    <tfoot>
      <tr>
        <th scope="row" className="py-1.5 text-left font-semibold">
          Floor now
        </th>
        {series.map(({ key, floor }) => (
          <td key={key} className="whitespace-nowrap py-1.5 pl-6 text-right font-semibold">
            {trendFigure(floor, unit)}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
