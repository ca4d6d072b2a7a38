import { ScrollFrame } from "@/components/table/scroll-frame";
import { FieldError } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Segment } from "@/lib/domain/segments";
import { floorKey, type TermsText } from "@/lib/domain/terms";

export interface FloorRow {
  code: string;
  label: string;
  isActive: boolean;
}

type Props = {
  sources: readonly FloorRow[];
  segments: readonly { code: Segment; label: string }[];
  text: TermsText;
  errorOf: (field: string) => string | null;
};

const HEAD = "whitespace-nowrap border-line-strong border-b pt-2 pb-1.5 font-medium text-muted text-xs";

/** A floor per source, and an own one per segment where it differs: every cell a percentage. */
export function FloorTable({ sources, segments, text, errorOf }: Props) {
  return (
    <ScrollFrame label="Acceptance floors">
      <table className="w-full border-separate border-spacing-0">
        <caption className="sr-only">Acceptance floors in percent, by source and segment</caption>
        <thead>
          <tr>
            <th scope="col" className={`${HEAD} text-left max-md:sticky max-md:left-0 max-md:z-1 max-md:bg-paper`}>
              Source
            </th>
            <th scope="col" className={`${HEAD} pl-4 text-left`}>
              All segments, %
            </th>
            {segments.map(({ code, label }) => (
              <th key={code} scope="col" className={`${HEAD} pl-4 text-left`}>
                {label}, %
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sources.map(({ code, label, isActive }) => (
            <tr key={code}>
              <th
                scope="row"
                className="border-line border-b pt-3.5 pb-2 text-left align-top font-medium max-md:sticky max-md:left-0 max-md:z-1 max-md:min-w-28 max-md:bg-paper touch:pt-5"
              >
                {label}
                {!isActive && <span className="ml-2 font-normal text-muted text-xs">not in use</span>}
              </th>
              {[null, ...segments].map((segment) => (
                <FloorCell
                  key={segment?.code ?? "all"}
                  name={floorKey(code, segment?.code ?? null)}
                  label={`Floor of ${label}${segment ? ` in ${segment.label}` : ""}, percent`}
                  value={text[floorKey(code, segment?.code ?? null)] ?? ""}
                  placeholder={segment ? (text[floorKey(code, null)] ?? "none") : "none"}
                  error={errorOf(floorKey(code, segment?.code ?? null))}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}

type CellProps = { name: string; label: string; value: string; placeholder: string; error: string | null };

function FloorCell({ name, label, value, placeholder, error }: CellProps) {
  return (
    <td className="min-w-24 border-line border-b py-2 pl-4 align-top">
      <Input
        id={name}
        name={name}
        inputMode="decimal"
        autoComplete="off"
        aria-label={label}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${name}-error` : undefined}
        defaultValue={value}
        placeholder={placeholder}
        className="max-w-24"
      />
      {error && (
        <div className="mt-1 max-w-40 whitespace-normal">
          <FieldError id={`${name}-error`}>{error}</FieldError>
        </div>
      )}
    </td>
  );
}
