import { Fragment } from "react";
import { TextLink } from "@/components/ui/text-link";

interface Line {
  key: string;
  label: string;
  moves: { key: string; words: string; href: string | null }[];
}

/** What the clocks of a period did; a move of a snapshot leads to its Monday. */
export function ClockList({ lines }: { lines: readonly Line[] }) {
  return (
    <ul>
      {lines.map(({ key, label, moves }) => (
        <li key={key} className="grid gap-x-6 border-line border-b py-2 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
          <span className="font-medium wrap-anywhere">{label}</span>
          <span className="text-s">
            {moves.map((move, index) => (
              <Fragment key={move.key}>
                {index > 0 && ", "}
                {move.href ? (
                  <TextLink href={move.href} className="text-ink no-underline hover:underline">
                    {move.words}
                  </TextLink>
                ) : (
                  move.words
                )}
              </Fragment>
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}
