import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { type Option, Select } from "@/components/ui/select";

type Props = { people: Option[]; owner: string | null; state: string };

/** Narrows the clocks to those of one person by the address; a plain form. */
export function OwnerFilter({ people, owner, state }: Props) {
  return (
    <form method="get" action="/loop" className="mb-6 flex flex-wrap items-end gap-3 print:hidden">
      {state !== "all" && <input type="hidden" name="state" value={state} />}
      <div className="w-full max-w-72">
        <Field name="owner" label="Owner">
          {(control) => <Select {...control} defaultValue={owner ?? ""} none="Everybody" choices={people} />}
        </Field>
      </div>
      <Button type="submit">Show</Button>
    </form>
  );
}
