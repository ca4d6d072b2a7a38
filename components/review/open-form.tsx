"use client";

import { useActionForm } from "@/components/ui/action-form";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import type { Option } from "@/components/ui/select";
import { openReview } from "@/lib/actions/reviews";
import { SeatField } from "./seat-field";

type Props = { week: string; seats: { seat: string; label: string; people: Option[] }[] };

/** Names the five of a review and opens it. */
export function OpenForm({ week, seats }: Props) {
  const { form, pending, refusal, errorOf } = useActionForm(openReview);
  return (
    <form {...form} className="grid max-w-text gap-4 py-4">
      <input type="hidden" name="week" value={week} />
      <div className="grid items-start gap-4 md:grid-cols-2">
        {seats.map(({ seat, label, people }) => (
          <SeatField
            key={seat}
            name={seat}
            label={label}
            people={people}
            vacant="Nobody has this role: an admin adds a person."
            error={errorOf(seat)}
          />
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
