import { Fragment } from "react";
import { type Fact, Facts } from "@/components/ui/facts";
import type { MondayFact } from "@/lib/view/monday/facts";

function Parts({ parts }: Pick<MondayFact, "parts">) {
  return parts.map(({ key, text, sign }, index) => (
    <Fragment key={key}>
      {index > 0 && " · "}
      {sign ? (
        <span className="text-breach">
          <span aria-hidden="true">{sign} </span>
          <span className="sr-only">breach </span>
          {text}
        </span>
      ) : (
        text
      )}
    </Fragment>
  ));
}

/** The line of facts under the verdict. Each names who owns it. */
export function MondayFactLine({ facts }: { facts: MondayFact[] }) {
  const rows = facts.map(
    ({ key, label, parts, note, owner, href }): Fact => ({
      key,
      label,
      value: <Parts parts={parts} />,
      note: (
        <>
          {note}
          <span className="block">Owner: {owner}</span>
        </>
      ),
      href: href ?? undefined,
    }),
  );
  return <Facts facts={rows} />;
}
