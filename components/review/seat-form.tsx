"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Select } from "@/components/ui/select";
import { replaceSeat } from "@/lib/actions/reviews";

type Props = { week: string; seat: string; role: string; people: { id: string; name: string }[] };

/** Gives a seat whose holder left to another person of its role. */
export function SeatForm({ week, seat, role, people }: Props) {
  const { form, pending, refusal, errorOf } = useActionForm(replaceSeat);
  return (
    <form {...form} aria-label={`Seat of the ${role}`} className="grid gap-2 pt-2 pb-1">
      <input type="hidden" name="week" value={week} />
      <input type="hidden" name="seat" value={seat} />
      <Field
        name="person"
        id={`person-${seat}`}
        label="Give this seat to"
        hint={people.length === 0 ? "Nobody else has this role: an admin adds a person." : undefined}
        error={errorOf(seat)}
        required
      >
        {(control) => (
          <Select {...control} defaultValue={people.length === 1 ? people[0]?.id : ""}>
            <option value="">Choose one person</option>
            {people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending} variant="plain" size="s">
          Give the seat
        </SendButton>
      </div>
    </form>
  );
}
