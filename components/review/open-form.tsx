"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Select } from "@/components/ui/select";
import { openReview } from "@/lib/actions/reviews";

interface Person {
  id: string;
  name: string;
}

type Props = { week: string; seats: { seat: string; label: string; people: Person[] }[] };

/** Names the five of a review and opens it. A role with one active person is filled in. */
export function OpenForm({ week, seats }: Props) {
  const { form, pending, refusal, errorOf } = useActionForm(openReview);
  return (
    <form {...form} className="grid max-w-text gap-4 py-4">
      <input type="hidden" name="week" value={week} />
      <div className="grid items-start gap-4 md:grid-cols-2">
        {seats.map(({ seat, label, people }) => (
          <Field
            key={seat}
            name={seat}
            label={label}
            hint={people.length === 0 ? "Nobody has this role: an admin adds a person." : undefined}
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
        ))}
      </div>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending} pendingWords="Opening…">
          Open the review
        </SendButton>
      </div>
    </form>
  );
}
