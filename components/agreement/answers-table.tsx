import { cx } from "@/components/ui/cx";

interface Line {
  key: string;
  label: string;
  cro: string;
  cmo: string;
  /** Null for what is not compared. */
  same: boolean | null;
}

type Props = { lines: readonly Line[]; cro: string; cmo: string };

/** What the two said, side by side; a difference is a sign and a word. On a phone one stands under the other. */
export function AnswersTable({ lines, cro, cmo }: Props) {
  return (
    <table className="w-full border-separate border-spacing-0 max-md:block max-md:[&_:is(tbody,tr,td,th)]:block">
      <caption className="sr-only">What the two said, side by side</caption>
      <thead className="max-md:sr-only">
        <tr className="text-left text-muted text-xs [&>th]:border-line-strong [&>th]:border-b [&>th]:pt-2 [&>th]:pb-1.5 [&>th]:font-medium">
          <th scope="col">Field</th>
          <th scope="col" className="pl-6">
            {cro}
          </th>
          <th scope="col" className="pl-6">
            {cmo}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, label, same, ...said }) => (
          <tr
            key={key}
            className="max-md:border-line max-md:border-b max-md:py-3 md:[&>*]:border-line md:[&>*]:border-b md:[&>*]:py-2.5"
          >
            <th scope="row" className="text-left align-top font-medium md:w-48">
              {label}
              {same !== null && <Mark same={same} />}
            </th>
            <Said by={cro} text={said.cro} />
            <Said by={cmo} text={said.cmo} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Mark({ same }: { same: boolean }) {
  return (
    <span className={cx("block text-xs", same ? "font-normal text-muted" : "font-semibold text-accent")}>
      <span aria-hidden="true">{same ? "=" : "≠"} </span>
      {same ? "same" : "differs"}
    </span>
  );
}

function Said({ by, text }: { by: string; text: string }) {
  return (
    <td className="align-top wrap-anywhere max-md:pt-2 md:pl-6">
      <span className="block text-muted text-xs md:hidden">{by}</span>
      {text}
    </td>
  );
}
