import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { CsvLink } from "./csv-link";

type Props = {
  reasons: { code: string; label: string; owner: string | null; count: number; share: string; href: string | null }[];
  note: string;
  /** Address of the same rows as CSV. */
  csv: string;
};

/** Why leads were rejected, ranked, each reason with the person who owns it. */
export function Reasons({ reasons, note, csv }: Props) {
  return (
    <section id="reasons" className="mb-11 print:hidden">
      <SectionHead title="Reasons for rejection" note={note} actions={<CsvLink href={csv} />} />
      <ol>
        {reasons.map(({ code, label, owner, count, share, href }) => (
          <li key={code} className="grid grid-cols-[1fr_auto_4rem] items-baseline gap-x-6 border-line border-b py-2.25">
            <span className="font-medium">
              {label}
              <span className="block font-normal text-muted text-xs">
                {owner ? `Owner: ${owner}` : "No owner yet: VP RevOps names a person"}
              </span>
            </span>
            <span className="tabular-nums">
              {href ? (
                <TextLink
                  href={href}
                  className="text-ink no-underline hover:underline"
                  aria-label={`${label}: ${count} rejected`}
                >
                  {count}
                </TextLink>
              ) : (
                count
              )}
            </span>
            <span className="text-right text-muted tabular-nums">{share}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
