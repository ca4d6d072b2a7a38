import { cx } from "@/components/ui/cx";

type LineBarProps = {
  /** Length of the bar, 0 to 1 of the scale; longer is cut. */
  share: number;
  /** Where the line stands on the same scale. */
  line: number;
  over: boolean;
};

const clamp = (share: number) => Math.max(0, Math.min(1, share));

/** A bar against a line. Decoration beside the figure that says the same. */
export function LineBar({ share, line, over }: LineBarProps) {
  const at = 150 * clamp(line);
  return (
    <svg aria-hidden="true" viewBox="0 0 150 16" className="inline-block h-4 w-37.5 align-middle">
      <rect y="4" width="150" height="8" rx="2" className="fill-sunken" />
      <rect y="4" width={150 * clamp(share)} height="8" rx="2" className={cx(over ? "fill-breach" : "fill-muted")} />
      <path d={`M${at} 0V16`} className="stroke-1 stroke-ink" />
    </svg>
  );
}

type ShareBarProps = {
  share: number;
  /** The largest share of the column, which gets the full width. */
  of: number;
};

/** A part of a whole, as a bar before its percentage. */
export function ShareBar({ share, of }: ShareBarProps) {
  const width = of > 0 ? 70 * clamp(share / of) : 0;
  return (
    <svg aria-hidden="true" viewBox="0 0 70 8" className="mr-1 inline-block h-2 w-17.5 align-middle">
      <rect width={width} height="8" rx="2" className="fill-accent" />
    </svg>
  );
}
