import { TextLink } from "@/components/ui/text-link";

interface Line {
  key: string;
  figure: string;
  value: string;
  day: string;
  href: string;
  text: string;
  signature: string;
}

/** Comments in the order in which they were written, each under the figure it cites. */
export function CommentList({ lines }: { lines: readonly Line[] }) {
  return (
    <ol>
      {lines.map(({ key, figure, value, day, href, text, signature }) => (
        <li key={key} className="grid gap-1 border-line border-b py-3">
          <blockquote className="border-line-strong border-l-2 pl-3">
            <TextLink href={href} className="text-ink no-underline hover:underline">
              {figure}: <b className="font-semibold tabular-nums">{value}</b>
              <span className="text-muted text-s"> on {day}</span>
            </TextLink>
          </blockquote>
          <p className="max-w-text wrap-anywhere">{text}</p>
          <p className="text-muted text-xs">{signature}</p>
        </li>
      ))}
    </ol>
  );
}
