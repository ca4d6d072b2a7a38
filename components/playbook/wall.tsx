import { Time } from "@/components/ui/time";
import { WatchedNumber } from "./watched-number";

interface Figure {
  count: string;
  share: string;
  monday: string;
  href: string;
}

interface Line {
  key: string;
  reason: string;
  text: string;
  by: string;
  at: Date;
  before: Figure;
  now: Figure;
}

/** The thank-yous, for everybody to read: the words, and both numbers with their frozen Mondays. */
export function Wall({ lines, zone }: { lines: readonly Line[]; zone: string }) {
  return (
    <ul className="border-line-strong border-t">
      {lines.map(({ key, reason, text, by, at, before, now }) => (
        <li
          key={key}
          className="grid gap-x-8 gap-y-3 border-line border-b py-4 md:grid-cols-[minmax(0,1fr)_10rem_10rem]"
        >
          <figure className="grid min-w-0 gap-1.5">
            <blockquote className="wrap-anywhere font-serif text-l">{text}</blockquote>
            <figcaption className="text-muted text-xs">
              {by}, <Time at={at} zone={zone} look="date" /> · {reason}
            </figcaption>
          </figure>
          <WatchedNumber label="Before" figure={before} />
          <WatchedNumber label="When thanked" figure={now} />
        </li>
      ))}
    </ul>
  );
}
