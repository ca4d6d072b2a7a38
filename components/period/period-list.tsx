import { TextLink } from "@/components/ui/text-link";

interface Line {
  key: string;
  href: string;
  title: string;
  aside: string | null;
  mondays: string;
  comments: string | null;
}

/** The reviews of one kind, latest first. */
export function PeriodList({ lines }: { lines: readonly Line[] }) {
  return (
    <ol className="border-line-strong border-t">
      {lines.map(({ key, href, title, aside, mondays, comments }) => (
        <li
          key={key}
          className="grid gap-x-6 border-line border-b py-2.5 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_8rem]"
        >
          <span>
            <TextLink alone href={href}>
              {title}
            </TextLink>
            {aside && <span className="block text-muted text-xs">{aside}</span>}
          </span>
          <span className="self-center text-muted text-s">{mondays}</span>
          <span className="self-center text-muted text-s md:text-right">{comments}</span>
        </li>
      ))}
    </ol>
  );
}
