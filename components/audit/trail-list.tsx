import type { ReactNode } from "react";
import { ChangeLine } from "@/components/ui/change-feed";
import { CopyButton } from "@/components/ui/copy-button";
import { TextLink } from "@/components/ui/text-link";
import type { TrailLine } from "@/lib/view/audit/entry";
import { type DayColumn, DayTable } from "./day-table";

type Line = Omit<TrailLine, "at"> & {
  /** The time of day, drawn in the organisation's zone. */
  at: ReactNode;
};

const COLUMNS: readonly DayColumn[] = [
  { header: "No.", className: "text-muted tabular-nums md:w-16" },
  { header: "Time", className: "text-muted md:w-16" },
  { header: "Who", className: "md:w-52" },
  { header: "What", className: "max-md:basis-full" },
  { header: "About", className: "max-md:basis-full md:w-48" },
];

type Props = { days: readonly { day: string; heading: string; rows: readonly Line[] }[] };

/** The audit trail by days, latest first: who did what to which object; the rest of an entry unfolds. */
export function TrailList({ days }: Props) {
  return (
    <DayTable
      caption="The audit trail"
      columns={COLUMNS}
      days={days.map(({ day, heading, rows }) => ({
        key: day,
        heading,
        rows: rows.map((line) => ({
          key: line.key,
          cells: [
            <span key="number">
              <span className="md:hidden">No. </span>
              {line.number}
            </span>,
            line.at,
            line.who,
            <What key="what" line={line} />,
            <TextLink key="about" alone href={line.about.href}>
              {line.about.text}
            </TextLink>,
          ],
        })),
      }))}
    />
  );
}

function What({ line }: { line: Line }) {
  const { title, first, more, reason, lines } = line;
  return (
    <details className="group">
      <summary className="min-h-6 cursor-pointer">
        <span className="font-medium">{title}</span>
        {first && (
          <span className="ml-4 line-clamp-2 text-muted group-open:hidden">
            {first}
            {more > 0 && <span className="whitespace-nowrap"> +{more} more</span>}
          </span>
        )}
      </summary>
      <div className="mt-2 mb-1 grid gap-1.5 border-line-strong border-l-2 pl-3">
        {lines.length > 0 && (
          <dl className="grid gap-0.5">
            {lines.map((change) => (
              <ChangeLine key={change.label} {...change} />
            ))}
          </dl>
        )}
        {reason && <p>Because: {reason}</p>}
        <Link line={line} />
        <pre className="whitespace-pre-wrap text-muted text-xs">{line.json}</pre>
      </div>
    </details>
  );
}

/** The link of the chain: by which agreement, its hash, and what else was done to the same object. */
function Link({ line: { actor, object, objectTrail, version, hash, shortHash } }: { line: Line }) {
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-muted text-xs">
      <span>by {actor}</span>
      <TextLink href={objectTrail}>All about {object}</TextLink>
      {version && <TextLink href={version.href}>{version.text}</TextLink>}
      <span className="inline-flex items-center gap-1">
        <code title={hash}>{shortHash}…</code>
        <CopyButton text={hash} label="Copy hash" />
      </span>
    </p>
  );
}
