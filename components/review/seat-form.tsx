"use client";

import { useActionForm } from "@/components/ui/action-form";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import type { Option } from "@/components/ui/select";
import { replaceSeat } from "@/lib/actions/reviews";
import { SeatField } from "./seat-field";

type Props = { week: string; seat: string; role: string; people: Option[] };

/** Gives a seat whose holder left to another person of its role. */
export function SeatForm({ week, seat, role, people }: Props) {
  const { form, pending, refusal, errorOf } = useActionForm(replaceSeat);
  return (
    <form {...form} aria-label={`Seat of the ${role}`} className="grid gap-2 pt-2 pb-1">
      <input type="hidden" name="week" value={week} />
      <input type="hidden" name="seat" value={seat} />
      <SeatField
        name="person"
        id={`person-${seat}`}
        label="Give this seat to"
        people={people}
        vacant="Nobody else has this role: an admin adds a person."
        error={errorOf(seat)}
      />
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending} variant="plain" size="s">
          Give the seat
        </SendButton>
      </div>
    </form>
  );
}
