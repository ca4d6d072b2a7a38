import type { SampleModel } from "@/lib/view/settings/sample";

type Props = {
  lines: readonly { key: string; label: string; words: string }[];
  scoreAbove: number;
  /** How many leads of the sample each field lets through. */
  sample: SampleModel;
};

/** The definition on one table: score, eight fields in words, and what each lets through. */
export function DefinitionTable({ lines, scoreAbove, sample }: Props) {
  const passing = new Map<string, number>([
    ["score", sample.score.now],
    ...sample.fields.map(({ key, now }) => [key, now] as const),
  ]);
  const rows = [{ key: "score", label: "Third-party score", words: `above ${scoreAbove}` }, ...lines];
  return (
    <table className="w-full border-separate border-spacing-0">
      <caption className="sr-only">The definition: eight fields and a score</caption>
      <thead>
        <tr className="text-muted text-xs">
          <th scope="col" className="border-line-strong border-b pt-2 pb-1.5 text-left font-medium">
            Field
          </th>
          <th scope="col" className="border-line-strong border-b pt-2 pb-1.5 pl-4 text-left font-medium">
            In words
          </th>
          <th
            scope="col"
            className="border-line-strong border-b pt-2 pb-1.5 pl-4 text-right font-medium whitespace-nowrap"
          >
            Of {sample.of} pass
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, words }) => (
          <tr key={key}>
            <th
              scope="row"
              className="border-line border-b py-2.25 text-left align-top font-medium max-md:min-w-24 md:w-52"
            >
              {label}
            </th>
            <td className="border-line border-b py-2.25 pl-4 wrap-anywhere">{words}</td>
            <td className="border-line border-b py-2.25 pl-4 text-right align-top tabular-nums">
              {passing.get(key) ?? ""}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
