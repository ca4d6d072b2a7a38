import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

export type Person = { id: string; name: string; roleLabel: string };

type Props = { id: string; label: string; people: readonly Person[]; error: string | null; chosen?: string };

/** One person by name; nobody is chosen beforehand unless said. */
export function PersonSelect({ id, label, people, error, chosen = "" }: Props) {
  return (
    <Field name="owner" id={id} label={label} error={error} required>
      {(control) => (
        <Select {...control} defaultValue={people.some((person) => person.id === chosen) ? chosen : ""}>
          <option value="">Choose a person</option>
          {people.map(({ id: value, name, roleLabel }) => (
            <option key={value} value={value}>
              {name}, {roleLabel}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
