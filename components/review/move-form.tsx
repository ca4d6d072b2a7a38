"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Input } from "@/components/ui/input";
import { type Option, Select } from "@/components/ui/select";
import { moveReview } from "@/lib/actions/reviews";

type Props = {
  week: string;
  days: Option[];
  heldOn: string;
  asksWhy: boolean /** Back to its Tuesday it goes without a reason. */;
};

/** Sets the review of a holiday Tuesday on another working day of its week, or back on its Tuesday. */
export function MoveForm({ week, days, heldOn, asksWhy }: Props) {
  const { form, pending, refusal, errorOf } = useActionForm(moveReview);
  return (
    <form {...form} className="grid max-w-text gap-3 py-3">
      <input type="hidden" name="week" value={week} />
      <div className="grid items-start gap-4 md:grid-cols-2">
        <Field name="to" label="Hold it on" error={errorOf("to")} required>
          {(control) => <Select {...control} defaultValue={heldOn} choices={days} />}
        </Field>
        {asksWhy && (
          <Field name="reason" label="Why on that day" error={errorOf("reason")} required>
            {(control) => <Input {...control} maxLength={200} />}
          </Field>
        )}
      </div>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending} variant="plain">
          Move the review
        </SendButton>
      </div>
    </form>
  );
}
