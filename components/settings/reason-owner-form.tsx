"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { type Option, Select } from "@/components/ui/select";
import { setReasonOwner } from "@/lib/actions/reason-owners";

type Props = {
  reason: string;
  reasonLabel: string;
  ownerId: string | null;
  people: Option[];
  seen: string;
};

/** Names the one person who owns a reason. */
export function ReasonOwnerForm({ reason, reasonLabel, ownerId, people, seen }: Props) {
  const { form, pending, refusal, errorOf, done } = useActionForm(setReasonOwner);
  const isListed = people.some(({ value }) => value === ownerId);
  return (
    <form {...form} className="grid gap-2">
      <input type="hidden" name="reason" value={reason} />
      <input type="hidden" name="seen" value={seen} />
      <div className="flex flex-wrap items-end gap-3">
        <div className="w-full max-w-96">
          <Field
            name="owner"
            id={`owner-${reason}`}
            label={`Owner of ${reasonLabel}`}
            error={errorOf("owner")}
            required
          >
            {(control) => (
              <Select
                key={ownerId}
                {...control}
                defaultValue={isListed ? (ownerId ?? "") : ""}
                none="Choose a person"
                choices={people}
              />
            )}
          </Field>
        </div>
        <SendButton pending={pending} variant="plain" label={`Name the owner of ${reasonLabel}`}>
          Save
        </SendButton>
        <DoneWords done={done !== null} />
      </div>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
    </form>
  );
}
