import Link from "next/link";
import { Pill } from "@/components/ui/pill";
import { PrintButton } from "@/components/ui/print-button";
import { TextLink } from "@/components/ui/text-link";

type Props = {
  title: string;
  note: string;
  previous: string;
  /** Null on the current Monday: the future has no figures. */
  next: string | null;
  /** "Live figures" or "Frozen 06:00 · a91f 07c2". */
  state: string;
  /** Left out where the figures are not of one agreement's Monday page. */
  agreement?: string;
  /** Quiet lines about the agreement: who has read it, what was retrained inside its freeze. */
  lines?: readonly { href: string; words: string }[];
};

/** Which Monday is shown, how it was taken, under which agreement. */
export function WeekBar({ title, note, previous, next, state, agreement, lines = [] }: Props) {
  return (
    <>
      <span className="inline-flex items-center gap-1 text-ink">
        <TextLink alone href={previous} aria-label="Previous Monday" className="min-w-6 justify-center print:hidden">
          ‹
        </TextLink>
        <b className="font-semibold">{title}</b>
        {next && (
          <TextLink alone href={next} aria-label="Next Monday" className="min-w-6 justify-center print:hidden">
            ›
          </TextLink>
        )}
      </span>
      <span>{note}</span>
      <span className="ml-auto flex flex-wrap items-center gap-2 max-md:ml-0">
        <Pill>{state}</Pill>
        {agreement && <Pill>{agreement}</Pill>}
        <PrintButton />
      </span>
      {lines.map(({ href, words }) => (
        <Link
          key={href}
          prefetch={false}
          href={href}
          className="-mt-3 flex min-h-6 basis-full items-center text-xs underline-offset-2 hover:underline print:hidden"
        >
          {words}
        </Link>
      ))}
    </>
  );
}
