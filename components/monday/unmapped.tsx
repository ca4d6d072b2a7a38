import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";

type Props = {
  /** Outside values that no source is mapped to, and stage names that no translation covers. */
  sources: string[];
  stages: string[];
  /** Whether this reader maps them; others see only that they exist. */
  canMap: boolean;
};

/** What came in under a name that nobody has mapped. Nothing to say, nothing on the page. */
export function Unmapped({ sources, stages, canMap }: Props) {
  if (sources.length + stages.length === 0) return null;
  return (
    <section className="print:hidden">
      <SectionHead
        title="Not mapped yet"
        note="VP RevOps maps these once; until then they stand in rows of their own or are refused"
      />
      <dl className="grid gap-2 pt-2.5">
        {sources.length > 0 && (
          <div>
            <dt className="text-muted text-xs">Sources</dt>
            <dd>
              {sources.join(", ")} {canMap && <TextLink href="/settings/sources">Map them</TextLink>}
            </dd>
          </div>
        )}
        {stages.length > 0 && (
          <div>
            <dt className="text-muted text-xs">Stage names</dt>
            <dd>
              {stages.join(", ")} {canMap && <TextLink href="/settings/stages">Map them</TextLink>}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}
