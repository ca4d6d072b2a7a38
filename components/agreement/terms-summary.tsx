import { Missing } from "@/components/table/cells";
import { ScrollFrame } from "@/components/table/scroll-frame";
import { type Fact, Facts } from "@/components/ui/facts";
import { groupDigits } from "@/lib/domain/phrases";
import type { Segment } from "@/lib/domain/segments";
import { floorKey, type TermsText } from "@/lib/domain/terms";

type Props = {
  text: TermsText;
  currency: string;
  sources: readonly { code: string; label: string; isActive: boolean }[];
  segments: readonly { code: Segment; label: string }[];
};

function factsOf(text: TermsText, currency: string): Fact[] {
  const band = `${groupDigits(text.acv_min ?? "")} – ${groupDigits(text.acv_max ?? "")}`;
  return [
    { key: "cap", label: "Rejection cap", value: `${text.rejection_cap} %`, note: "of all handed over" },
    { key: "pipeline", label: "MQL → pipeline floor", value: `${text.pipeline_floor} %`, note: `${currency} ${band}` },
    { key: "cost", label: "Cost line", value: text.cost_line, note: `${currency} per pipeline dollar` },
    {
      key: "model",
      label: "Attribution",
      value: `${text.weight_first} / ${text.weight_created} / ${text.weight_won}`,
      note: `W-shaped, ${text.lookback_days} days back`,
    },
    {
      key: "sla",
      label: "Decision, first touch",
      value: `${text.decision_days} d · ${text.follow_up_hours} h`,
      note: `on the business calendar; n from ${text.minimum_n}`,
    },
  ];
}

const HEAD = "whitespace-nowrap border-line-strong border-b pt-2 pb-1.5 font-medium text-muted text-xs";

/** Floors and limits to read; RevOps edits them on a screen of its own. */
export function TermsSummary({ text, currency, sources, segments }: Props) {
  const rows = sources.filter(({ isActive }) => isActive);
  const columns = segments.filter(
    ({ code }) => code !== "Unknown" || rows.some((row) => text[floorKey(row.code, code)]),
  );
  return (
    <>
      <Facts facts={factsOf(text, currency)} />
      <ScrollFrame label="Acceptance floors">
        <table className="w-full border-separate border-spacing-0">
          <caption className="sr-only">Acceptance floors by source and segment, in percent</caption>
          <thead>
            <tr>
              <th scope="col" className={`${HEAD} text-left`}>
                Floor of acceptance
              </th>
              {columns.map(({ code, label }) => (
                <th key={code} scope="col" className={`${HEAD} pl-4 text-right`}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.code}>
                <th scope="row" className="border-line border-b py-2.25 text-left font-medium">
                  {row.label}
                </th>
                {columns.map(({ code }) => {
                  const floor = text[floorKey(row.code, code)] ?? text[floorKey(row.code, null)];
                  return (
                    <td key={code} className="border-line border-b py-2.25 pl-4 text-right tabular-nums">
                      {floor ? `${floor} %` : <Missing words="no floor" />}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollFrame>
    </>
  );
}
