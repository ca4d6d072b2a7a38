import type { ReactNode } from "react";
import { ChangeLine } from "@/components/ui/change-feed";
import { CopyButton } from "@/components/ui/copy-button";
import { TextLink } from "@/components/ui/text-link";
import type { TrailLine } from "@/lib/view/audit/entry";

type Line = Omit<TrailLine, "at"> & {
  /** When, drawn in the organisation's zone. */
  at: ReactNode;
};

/** The audit trail, latest first: who did what to which object, old → new, and where it stands in the chain. */
export function TrailList({ lines }: { lines: readonly Line[] }) {
  return (
    <ol className="border-line-strong border-t">
      {lines.map((line) => (
        <li
          key={line.key}
          className="grid gap-x-6 gap-y-1 border-line border-b py-2.5 text-s md:grid-cols-[13rem_minmax(0,1fr)]"
        >
          <div className="text-muted text-xs">
            {line.at}
            <span className="block font-medium text-ink text-s">{line.who}</span>
            {line.actor && <span className="block wrap-anywhere">{line.actor}</span>}
          </div>
          <div className="grid min-w-0 gap-1 wrap-anywhere">
            <p className="font-medium">{line.title}</p>
            {line.lines.length > 0 && (
              <dl className="grid gap-0.5">
                {line.lines.map((change) => (
                  <ChangeLine key={change.label} {...change} />
                ))}
              </dl>
            )}
            {line.reason && <p className="text-muted">Because: {line.reason}</p>}
            <Place line={line} />
            <details className="text-xs print:hidden">
              <summary className="inline-flex min-h-6 cursor-pointer items-center text-muted hover:text-ink">
                Whole entry
              </summary>
              <pre className="overflow-x-auto whitespace-pre-wrap border-line border-l-2 py-1 pl-3">{line.json}</pre>
            </details>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** "cycle:12 · Agreement v2 · No. 1204 · 5f0c…": the object, and the link of the chain. */
function Place({ line }: { line: Line }) {
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-muted text-xs">
      <span>
        {line.href ? <TextLink href={line.href}>{line.object}</TextLink> : line.object}
        {" · "}
        <TextLink href={line.objectTrail} aria-label={`All entries about ${line.object}`}>
          its trail
        </TextLink>
      </span>
      {line.version && <TextLink href={line.version.href}>{line.version.text}</TextLink>}
      <span className="tabular-nums">No. {line.key}</span>
      <span className="inline-flex items-center gap-1">
        <code title={line.hash}>{line.shortHash}…</code>
        <span className="print:hidden">
          <CopyButton text={line.hash} label="Copy hash" />
        </span>
      </span>
    </p>
  );
}
