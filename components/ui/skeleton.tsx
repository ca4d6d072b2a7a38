import { cx } from "./cx";

type Props = {
  /** What is being fetched, said once to screen readers. */
  label: string;
  lines?: number;
  className?: string;
};

/** Holds the place of rows that are on their way. It does not blink. */
export function Skeleton({ label, lines = 4, className }: Props) {
  return (
    <div role="status" className={cx("border-line-strong border-t", className)}>
      <span className="sr-only">{label}</span>
      <div aria-hidden="true">
        {Array.from({ length: lines }, (_, line) => (
          <div
            key={`line-${line.toString()}`}
            className="flex h-10 items-center justify-between gap-8 border-line border-b"
          >
            <span className="h-2.5 w-2/5 rounded-sm bg-sunken" />
            <span className="h-2.5 w-1/6 rounded-sm bg-sunken" />
          </div>
        ))}
      </div>
    </div>
  );
}
