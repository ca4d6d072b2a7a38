import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type Option, Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";

type Props = {
  values: { q: string; source: string; segment: string };
  /** Of the tabs above, kept while one searches; null is left out. */
  hidden: Record<string, string | null>;
  clearHref: string;
  sources: Option[];
  segments: Option[];
  isNarrowed: boolean;
};

/** Narrows the list by the address; a plain form, so that every view of it can be shared. */
export function LeadFilter({ values, hidden, clearHref, sources, segments, isNarrowed }: Props) {
  return (
    <search>
      <form
        method="get"
        action="/leads"
        className="mb-6 grid items-end gap-3 md:grid-cols-[minmax(0,2fr)_repeat(2,minmax(0,1fr))_auto]"
      >
        {Object.entries(hidden).map(
          ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
        )}
        <Field name="q" label="Search" hint={null}>
          {(control) => (
            <Input {...control} type="search" defaultValue={values.q} placeholder="Company, id or e-mail begins with" />
          )}
        </Field>
        <Field name="source" label="Source">
          {(control) => <Select {...control} defaultValue={values.source} none="All sources" choices={sources} />}
        </Field>
        <Field name="segment" label="Segment">
          {(control) => <Select {...control} defaultValue={values.segment} none="All segments" choices={segments} />}
        </Field>
        <div className="flex items-center gap-3">
          <Button type="submit">Show</Button>
          {isNarrowed && (
            <TextLink alone href={clearHref}>
              Clear
            </TextLink>
          )}
        </div>
      </form>
    </search>
  );
}
