import { TextLink } from "@/components/ui/text-link";

interface End {
  text: string;
  href: string;
}

interface Line {
  key: string;
  day: string;
  href: string;
  title: string;
  action: string | null;
  why: string;
  owner: string;
  moved: { from: End; to: End | null; words: string } | null;
}

function Moved({ moved }: { moved: Line["moved"] }) {
  if (!moved) return <span className="text-muted">Its figure is not on the Monday of the decision.</span>;
  const { from, to, words } = moved;
  return (
    <>
      <TextLink href={from.href}>{from.text}</TextLink>
      {to && (
        <>
          <span aria-hidden="true"> → </span>
          <span className="sr-only">to</span>
          <TextLink href={to.href}>{to.text}</TextLink>
        </>
      )}
      <span className="text-muted"> · {words}</span>
    </>
  );
}

/** The decisions of the closed reviews; with `moved`, whether the number of each stands elsewhere since. */
export function DecisionList({ lines, moved }: { lines: readonly Line[]; moved: boolean }) {
  return (
    <ol>
      {lines.map((line) => (
        <li
          key={line.key}
          className="grid gap-x-6 gap-y-1 border-line border-b py-2.5 md:grid-cols-[6rem_minmax(0,1fr)]"
        >
          <TextLink alone href={line.href} aria-label={`Review of ${line.day}`}>
            {line.day}
          </TextLink>
          <div className="grid min-w-0 gap-0.5 wrap-anywhere">
            <p className="font-medium">{line.title}</p>
            {line.action && <p className="text-s">What is done: {line.action}</p>}
            <p className="text-muted text-s">
              Because: {line.why} · Owner: {line.owner}
            </p>
            {moved && (
              <p className="text-s tabular-nums">
                <Moved moved={line.moved} />
              </p>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
