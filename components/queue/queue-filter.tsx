import { Button } from "@/components/ui/button";
import { type Option, Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";

type Props = {
  source: string | null;
  segment: string | null;
  sources: Option[];
  segments: Option[];
};

/** Narrows the queue by the address; a plain form, so that it works everywhere and can be shared. */
export function QueueFilter({ source, segment, sources, segments }: Props) {
  const isNarrowed = source !== null || segment !== null;
  return (
    <form method="get" action="/queue" className="mt-2.5 grid grid-cols-[1fr_1fr_auto] items-center gap-1.5">
      <Select
        name="source"
        aria-label="Source"
        defaultValue={source ?? ""}
        className="text-xs"
        none="All sources"
        choices={sources}
      />
      <Select
        name="segment"
        aria-label="Segment"
        defaultValue={segment ?? ""}
        className="text-xs"
        none="All sizes"
        choices={segments}
      />
      <Button type="submit">Filter</Button>
      {isNarrowed && (
        <TextLink alone href="/queue" className="col-span-3 text-xs">
          Show all leads
        </TextLink>
      )}
    </form>
  );
}
