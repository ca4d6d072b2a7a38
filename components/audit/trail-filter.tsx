import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type Option, Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";

type Props = {
  values: { actor: string; action: string; object: string; from: string; to: string };
  actors: readonly Option[];
  actions: readonly { label: string; options: readonly Option[] }[];
  isNarrowed: boolean;
};

/** Narrows the trail by the address; a plain form, so that every view of it can be shared. */
export function TrailFilter({ values, actors, actions, isNarrowed }: Props) {
  return (
    <search>
      <form
        method="get"
        action="/audit"
        className="mb-4 grid items-end gap-3 md:grid-cols-3 lg:grid-cols-6 print:hidden"
      >
        <Field name="actor" label="Who">
          {(control) => <Select {...control} defaultValue={values.actor} none="Everybody" choices={actors} />}
        </Field>
        <Field name="action" label="What">
          {(control) => <Select {...control} defaultValue={values.action} none="Everything" choices={actions} />}
        </Field>
        <Field name="object" label="Object">
          {(control) => <Input {...control} defaultValue={values.object} placeholder="cycle:12, or cycle" />}
        </Field>
        <Field name="from" label="From">
          {(control) => <Input {...control} type="date" defaultValue={values.from} />}
        </Field>
        <Field name="to" label="To">
          {(control) => <Input {...control} type="date" defaultValue={values.to} />}
        </Field>
        <div className="flex items-center gap-3">
          <Button type="submit">Show</Button>
          {isNarrowed && (
            <TextLink alone href="/audit">
              Clear
            </TextLink>
          )}
        </div>
      </form>
    </search>
  );
}
