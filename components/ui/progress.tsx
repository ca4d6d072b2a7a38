import type { ReactNode } from "react";

type Props = {
  label: ReactNode;
  id: string;
  done: number;
  /** Null while the whole is not known: the bar then shows work without a share. */
  total: number | null;
  /** "12,400 of 100,000 rows"; written by the caller, who knows the unit. */
  words: ReactNode;
};

/** Progress of long work, as a bar and in figures. */
export function Progress({ label, id, done, total, words }: Props) {
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap justify-between gap-x-4 text-s">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <span className="text-muted tabular-nums">{words}</span>
      </div>
      <progress
        id={id}
        className="progress w-full"
        {...(total === null ? {} : { value: Math.min(done, total), max: total })}
      />
    </div>
  );
}
