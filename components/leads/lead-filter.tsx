import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";

type Option = { value: string; label: string };

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
        <Choice name="source" label="Source" all="All sources" value={values.source} options={sources} />
        <Choice name="segment" label="Segment" all="All segments" value={values.segment} options={segments} />
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

type ChoiceProps = { name: string; label: string; all: string; value: string; options: Option[] };

function Choice({ name, label, all, value, options }: ChoiceProps) {
  return (
    <Field name={name} label={label}>
      {(control) => (
        <Select {...control} defaultValue={value}>
          <option value="">{all}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
