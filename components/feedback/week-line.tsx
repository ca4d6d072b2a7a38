import { Pill } from "@/components/ui/pill";
import { PrintButton } from "@/components/ui/print-button";
import { TextLink } from "@/components/ui/text-link";

type Props = {
  title: string;
  note: string;
  state: string;
  previous: string;
  /** Null on the current Monday. */
  next: string | null;
};

/** Which Monday the feedback is of. */
export function WeekLine({ title, note, state, previous, next }: Props) {
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
        <PrintButton />
      </span>
    </>
  );
}
