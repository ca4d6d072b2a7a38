import { ScrollFrame } from "@/components/table/scroll-frame";

type Props = {
  parts: readonly {
    title: string;
    lines: readonly { key: string; label: string; from: string | null; to: string | null }[];
  }[];
  /** Heads of the two columns: "Version 2", "Version 3". */
  from: string;
  to: string;
};

const HEAD = "border-line-strong border-b pt-2 pb-1.5 text-left font-medium text-muted text-xs";
const CELL = "border-line border-b py-2.25 pl-4 align-top wrap-anywhere tabular-nums";

/** What differs between two versions, each old value beside the new one. */
export function DiffTable({ parts, from, to }: Props) {
  return (
    <ScrollFrame label="Differences">
      <table className="w-full min-w-[36rem] border-separate border-spacing-0">
        <caption className="sr-only">
          What differs between {from} and {to}
        </caption>
        <thead>
          <tr>
            <th scope="col" className={HEAD}>
              What
            </th>
            <th scope="col" className={`${HEAD} w-2/5 pl-4`}>
              {from}
            </th>
            <th scope="col" className={`${HEAD} w-2/5 pl-4`}>
              {to}
            </th>
          </tr>
        </thead>
        {parts.map(({ title, lines }) => (
          <tbody key={title}>
            {lines.map(({ key, label, from: was, to: is }) => (
              <tr key={key}>
                <th scope="row" className="border-line border-b py-2.25 text-left align-top font-medium">
                  {label}
                  <span className="block font-normal text-muted text-xs">{title}</span>
                </th>
                <td className={`${CELL} text-muted`}>{was ?? "—"}</td>
                <td className={`${CELL} font-medium`}>{is ?? "taken out"}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </ScrollFrame>
  );
}
