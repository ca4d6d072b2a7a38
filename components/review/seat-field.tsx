import { Field } from "@/components/ui/field";
import { type Option, Select } from "@/components/ui/select";

type Props = {
  name: string;
  id?: string;
  label: string;
  people: readonly Option[];
  /** Shown where there is nobody to choose. */
  vacant: string;
  error: string | null;
};

/** One person for a seat of the review; a role with one active person is filled in. */
export function SeatField({ people, vacant, ...field }: Props) {
  return (
    <Field {...field} hint={people.length === 0 ? vacant : undefined} required>
      {(control) => (
        <Select
          {...control}
          defaultValue={people.length === 1 ? people[0]?.value : ""}
          none="Choose one person"
          choices={people}
        />
      )}
    </Field>
  );
}
