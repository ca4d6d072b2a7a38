import { cx } from "@/components/ui/cx";

type Props = {
  /** Oldest first, in percent; `null` where there is no figure. */
  values: (number | null)[];
  floor: number | null;
  /** The last figure is a breach: its point takes the breach colour. The figure beside it says so in words. */
  bad?: boolean;
  /** What one step is, in the plural: "weeks". */
  steps?: string;
  unit?: string;
};

const WIDTH = 92;
const HEIGHT = 24;
const EDGE = 2;

type Point = { x: number; y: number };

/** A row's last weeks as a line: floor dashed, gaps left open, last point marked, said in words in its title. */
export function Sparkline({ values, floor, bad = false, steps = "weeks", unit = "%" }: Props) {
  const known = values.filter((value) => value !== null);
  const scale = scaleOf(floor === null ? known : [...known, floor]);
  const runs = runsOf(values, scale);
  const last = runs.at(-1)?.at(-1);
  return (
    <svg role="img" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="inline-block h-6 w-23 align-middle">
      <title>{titleOf(values, floor, steps, unit)}</title>
      {floor !== null && (
        <path d={`M0 ${scale(floor)}H${WIDTH}`} strokeDasharray="2 2" className="stroke-line-strong" />
      )}
      {runs.map((run) => (
        <path
          key={run[0]?.x}
          d={pathOf(run)}
          strokeLinecap="round"
          strokeWidth="1.25"
          className="fill-none stroke-muted"
        />
      ))}
      {last && <circle cx={last.x} cy={last.y} r="2" className={cx(bad ? "fill-breach" : "fill-ink")} />}
    </svg>
  );
}

/** Maps a value to a height; a flat line stands in the middle. */
function scaleOf(values: number[]): (value: number) => number {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (!(high > low)) return () => HEIGHT / 2;
  return (value) => round(HEIGHT - EDGE - ((value - low) / (high - low)) * (HEIGHT - 2 * EDGE));
}

/** Unbroken stretches of known values. */
function runsOf(values: (number | null)[], scale: (value: number) => number): Point[][] {
  const step = values.length > 1 ? (WIDTH - 2 * EDGE) / (values.length - 1) : 0;
  const runs: Point[][] = [[]];
  values.forEach((value, index) => {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push({ x: round(EDGE + index * step), y: scale(value) });
  });
  return runs.filter((run) => run.length > 0);
}

/** A lone point becomes a stroke of no length, which the round cap turns into a dot. */
function pathOf(run: Point[]): string {
  return run.length === 1 ? `M${run[0]?.x} ${run[0]?.y}h0` : `M${run.map(({ x, y }) => `${x} ${y}`).join("L")}`;
}

function titleOf(values: (number | null)[], floor: number | null, steps: string, unit: string): string {
  const known = values.filter((value) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return `${values.length} ${steps}, no data`;
  const gaps = values.length - known.length;
  const words = [`${values.length} ${steps}, from ${Math.round(first)} ${unit} to ${Math.round(last)} ${unit}`];
  if (floor !== null) words.push(`floor ${floor} ${unit}`);
  if (gaps > 0) words.push(`${gaps} without data`);
  return words.join(", ");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
