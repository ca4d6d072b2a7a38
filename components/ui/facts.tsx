import Link from "next/link";
import type { ReactNode } from "react";

export type Fact = {
  key: string;
  label: ReactNode;
  /** A figure; breaches keep their sign and word (`▲ 24.1 %`). */
  value: ReactNode;
  /** What it is measured against. */
  note?: ReactNode;
  /** The cycles or deals behind it. */
  href?: string;
};

/** A ruled line of facts under the page head; two abreast on a phone. The first column's rule is cut off at the left. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <div className="mb-10 overflow-clip border-ink border-t [overflow-clip-margin:4px] print:mb-4">
      <dl className="-ml-4.25 grid grid-cols-2 border-line border-b md:grid-cols-3 lg:grid-flow-col lg:auto-cols-[minmax(min-content,1fr)] lg:grid-cols-none print:auto-cols-[minmax(min-content,1fr)] print:grid-flow-col print:grid-cols-none">
        {facts.map(({ key, label, value, note, href }) => (
          <div key={key} className="relative -mb-px border-line border-b border-l px-4 py-3 print:py-1">
            <dt className="text-muted text-xs">{label}</dt>
            <dd className="mt-1 font-semibold lg:whitespace-nowrap print:whitespace-nowrap text-figure tabular-nums">
              {href ? (
                <Link
                  href={href}
                  prefetch={false}
                  className="underline-offset-4 after:absolute after:inset-0 hover:underline"
                >
                  {value}
                </Link>
              ) : (
                value
              )}
            </dd>
            {note && <dd className="mt-0.75 text-muted text-xs">{note}</dd>}
          </div>
        ))}
      </dl>
    </div>
  );
}
