import type { ReactNode } from "react";
import { SectionHead } from "./section-head";

export interface FeedLine {
  label: string;
  from: string | null;
  to: string | null;
}

export interface FeedEntry {
  key: string;
  /** When, drawn in the organisation's zone. */
  at: ReactNode;
  who: string;
  title: string;
  lines: readonly FeedLine[];
  reason: string | null;
}

/** Who changed what: the latest entries, each old value beside the new one. */
export function ChangeFeed({ entries, id = "changes" }: { entries: readonly FeedEntry[]; id?: string }) {
  return (
    <section aria-labelledby={id} className="mt-12 print:hidden">
      <SectionHead id={id} title="Who changed what" note={entries.length > 0 ? "the last ten changes" : undefined} />
      {entries.length === 0 && <p className="pt-2.5 text-muted">Nothing was changed since the defaults were set.</p>}
      <ol>
        {entries.map(({ key, at, who, title, lines, reason }) => (
          <li
            key={key}
            className="grid gap-x-6 gap-y-1 border-line border-b py-2.5 text-s md:grid-cols-[13rem_minmax(0,1fr)]"
          >
            <p className="text-muted text-xs">
              {at}
              <span className="block font-medium text-ink text-s">{who}</span>
            </p>
            <div className="grid min-w-0 gap-1 wrap-anywhere">
              <p className="font-medium">{title}</p>
              {lines.length > 0 && (
                <dl className="grid gap-0.5">
                  {lines.map((line) => (
                    <ChangeLine key={line.label} {...line} />
                  ))}
                </dl>
              )}
              {reason && <p className="text-muted">Because: {reason}</p>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** One thing that changed, inside a `<dl>`: the old value beside the new one. */
export function ChangeLine({ label, from, to }: FeedLine) {
  return (
    <div className="text-s">
      <dt className="inline text-muted">{label}: </dt>
      <dd className="inline">
        {from !== null && to !== null && (
          <>
            <del className="text-muted no-underline">
              <span className="sr-only">was </span>
              {from}
            </del>
            <span aria-hidden="true"> → </span>
            <ins className="no-underline">
              <span className="sr-only">, is now </span>
              {to}
            </ins>
          </>
        )}
        {from === null && <ins className="no-underline">{to}</ins>}
        {to === null && (
          <del className="text-muted">
            <span className="sr-only">removed: </span>
            {from}
          </del>
        )}
      </dd>
    </div>
  );
}
