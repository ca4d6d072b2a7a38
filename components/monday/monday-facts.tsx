import Link from "next/link";
import { Fragment } from "react";
import { cx } from "@/components/ui/cx";
import { type Fact, Facts } from "@/components/ui/facts";
import type { FactPiece, MondayFact } from "@/lib/view/monday/facts";

/** A figure that opens its cycles; the first of a fact answers to the whole field, those in the small line lie above it. */
function Piece({ piece: { text, href, isFile, label }, className }: { piece: FactPiece; className: string }) {
  if (!href) return text;
  if (isFile) {
    return (
      <span className="print:hidden">
        {" · "}
        <a href={href} aria-label={label} className={cx(className, "text-accent underline")}>
          {text}
        </a>
      </span>
    );
  }
  return (
    <Link href={href} prefetch={false} aria-label={label} className={className}>
      {text}
    </Link>
  );
}

const VALUE = "underline-offset-4 hover:underline";
const WHOLE = `${VALUE} after:absolute after:inset-0`;
const SMALL = "relative z-1 underline-offset-2 hover:underline";

function Parts({ parts }: Pick<MondayFact, "parts">) {
  return parts.map((part, index) => {
    const { key, sign } = part;
    const figure = <Piece piece={part} className={parts.length === 1 ? WHOLE : VALUE} />;
    return (
      <Fragment key={key}>
        {index > 0 && " · "}
        <span className={cx("whitespace-nowrap", sign && "text-breach")}>
          {sign && (
            <>
              <span aria-hidden="true">{sign} </span>
              <span className="sr-only">breach </span>
            </>
          )}
          {figure}
        </span>
      </Fragment>
    );
  });
}

/** The line of facts under the verdict. Each names who owns it. */
export function MondayFactLine({ facts }: { facts: MondayFact[] }) {
  const rows = facts.map(
    ({ key, label, parts, note, owner }): Fact => ({
      key,
      label,
      value: <Parts parts={parts} />,
      note: (
        <>
          {note.map((piece) => (
            <Piece key={piece.key} piece={piece} className={SMALL} />
          ))}
          <span className="block">Owner: {owner}</span>
        </>
      ),
    }),
  );
  return <Facts facts={rows} />;
}
