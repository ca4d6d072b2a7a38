import type { ReactNode } from "react";

interface Line {
  key: string;
  at: ReactNode;
  who: string;
  actor: string | null;
  action: string;
  object: string;
  words: string;
}

/** Attempts that were refused, latest first. */
export function RefusedList({ lines }: { lines: readonly Line[] }) {
  return (
    <ol className="border-line-strong border-t">
      {lines.map(({ key, at, who, actor, action, object, words }) => (
        <li
          key={key}
          className="grid gap-x-6 gap-y-1 border-line border-b py-2.5 text-s md:grid-cols-[13rem_minmax(0,1fr)]"
        >
          <div className="text-muted text-xs">
            {at}
            <span className="block font-medium text-ink text-s">{who}</span>
            {actor && <span className="block wrap-anywhere">{actor}</span>}
          </div>
          <div className="min-w-0 wrap-anywhere">
            <p className="font-medium">{words}</p>
            <p className="text-muted text-xs">
              Asked for {action}
              {object && object !== action && ` of ${object}`}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
