import type { SeriesLook } from "./series-look";

type Props = { cx: number | undefined; cy: number | undefined; look: SeriesLook; size?: number };

/** A point of a series in its own shape; nothing where there is no figure. */
export function SeriesMarker({ cx, cy, look, size = 3.5 }: Props) {
  if (cx === undefined || cy === undefined || Number.isNaN(cy) || cy === null) return null;
  const paint = { fill: "var(--paper)", stroke: look.stroke, strokeWidth: 1.5 };
  switch (look.marker) {
    case "circle":
      return <circle cx={cx} cy={cy} r={size} {...paint} />;
    case "square":
      return <rect x={cx - size} y={cy - size} width={size * 2} height={size * 2} {...paint} />;
    case "triangle":
      return <path d={`M${cx} ${cy - size * 1.2}l${size * 1.2} ${size * 2}h${-size * 2.4}z`} {...paint} />;
    case "diamond":
      return (
        <path
          d={`M${cx} ${cy - size * 1.3}l${size * 1.3} ${size * 1.3}l${-size * 1.3} ${size * 1.3}l${-size * 1.3} ${-size * 1.3}z`}
          {...paint}
        />
      );
  }
}
