import { PrintButton } from "@/components/ui/print-button";
import { TextLink } from "@/components/ui/text-link";

type Props = {
  list: { href: string; words: string };
  previous: string | null;
  next: string | null;
  /** "Agreement v2". */
  agreement: string | null;
};

/** The line above the title of a review: its list, its neighbours, print. */
export function PeriodBar({ list, previous, next, agreement }: Props) {
  return (
    <>
      <TextLink alone href={list.href} className="print:hidden">
        {list.words}
      </TextLink>
      <span className="inline-flex gap-2 print:hidden">
        {previous && (
          <TextLink alone href={previous}>
            ‹ Before
          </TextLink>
        )}
        {next && (
          <TextLink alone href={next}>
            After ›
          </TextLink>
        )}
      </span>
      <span className="ml-auto flex flex-wrap items-center gap-3 max-md:ml-0">
        {agreement}
        <PrintButton />
      </span>
    </>
  );
}
