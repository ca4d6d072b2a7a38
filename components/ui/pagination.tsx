import { LinkButton } from "./link-button";

type Props = {
  /** "Leads 51–100 of 1,204" */
  words: string;
  previousHref: string | null;
  nextHref: string | null;
};

/** Steps through a list that the server pages. Links, so that every page has an address. */
export function Pagination({ words, previousHref, nextHref }: Props) {
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center gap-2 py-4 text-s print:hidden">
      <span className="mr-auto text-muted tabular-nums">{words}</span>
      {previousHref && (
        <LinkButton href={previousHref} rel="prev">
          ‹ Previous
        </LinkButton>
      )}
      {nextHref && (
        <LinkButton href={nextHref} rel="next">
          Next ›
        </LinkButton>
      )}
    </nav>
  );
}
