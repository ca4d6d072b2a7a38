"use client";

import { useActionForm } from "@/components/ui/action-form";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { type Option, Select } from "@/components/ui/select";
import { mapSource } from "@/lib/actions/sources";
import { groupDigits } from "@/lib/domain/phrases";

interface Unmapped {
  code: string;
  leads: number;
  cycles: number;
  touches: number;
  spend: number;
}

type Props = {
  unmapped: Unmapped[];
  /** The sources in use that a value may be mapped to. */
  sources: Option[];
  seen: string;
};

/** Outside values that stand as rows of their own, with what came in under each. */
export function UnmappedSources({ unmapped, sources, seen }: Props) {
  if (unmapped.length === 0) return <p className="py-2.5 text-muted">Every value that came in has its source.</p>;
  return (
    <ul>
      {unmapped.map((value) => (
        <li key={value.code} className="border-line border-b py-3">
          <MapForm value={value} sources={sources} seen={seen} />
        </li>
      ))}
    </ul>
  );
}

function counts({ leads, cycles, touches, spend }: Unmapped): string {
  const part = (n: number, one: string, many: string) => (n === 0 ? [] : [`${groupDigits(n)} ${n === 1 ? one : many}`]);
  const parts = [
    ...part(leads, "lead", "leads"),
    ...part(cycles, "hand-over", "hand-overs"),
    ...part(touches, "touch", "touches"),
    ...part(spend, "spend entry", "spend entries"),
  ];
  return parts.length === 0 ? "nothing under it any more" : parts.join(" · ");
}

function MapForm({ value, sources, seen }: { value: Unmapped; sources: Option[]; seen: string }) {
  const { form, pending, refusal } = useActionForm(mapSource);
  const name = value.code.replace(/^Unmapped: /, "");
  const id = `map-${value.code.replaceAll(/[^a-z0-9]+/gi, "-")}`;
  return (
    <form {...form} className="grid gap-2">
      <input type="hidden" name="from" value={value.code} />
      <input type="hidden" name="seen" value={seen} />
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-56 wrap-anywhere">
          <span className="font-medium">{name}</span>
          <span className="block text-muted text-xs tabular-nums">{counts(value)}</span>
        </div>
        <div className="flex items-center gap-2">
          <label htmlFor={id} className="whitespace-nowrap text-s">
            belongs to
            <span className="sr-only"> ({name})</span>
          </label>
          <Select
            id={id}
            name="to"
            defaultValue=""
            aria-invalid={refusal?.field === "to" ? true : undefined}
            aria-describedby={refusal ? `${id}-error` : undefined}
            none="Choose a source"
            choices={sources}
          />
          <SendButton pending={pending} pendingWords="Moving…" variant="plain" label={`Map ${name}`}>
            Map
          </SendButton>
        </div>
      </div>
      <div id={`${id}-error`}>
        <RefusalNotice refusal={refusal} />
      </div>
    </form>
  );
}
