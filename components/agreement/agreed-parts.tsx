import { SectionHead } from "@/components/ui/section-head";

type Props = {
  parts: readonly { title: string; lines: readonly { key: string; label: string; words: string }[] }[];
};

/** All that a version says, part by part, in words. */
export function AgreedParts({ parts }: Props) {
  return (
    <div className="gap-12 lg:columns-2">
      {parts.map(({ title, lines }) => (
        <section key={title} aria-label={title} className="mb-8 min-w-0 break-inside-avoid">
          <SectionHead title={title} />
          <dl>
            {lines.map(({ key, label, words }) => (
              <div key={key} className="grid grid-cols-[9rem_minmax(0,1fr)] gap-3 border-line border-b py-1.5">
                <dt className="text-muted">{label}</dt>
                <dd className="min-w-0 wrap-anywhere tabular-nums">{words}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
