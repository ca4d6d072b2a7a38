"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { type Option, Select } from "@/components/ui/select";
import { reassign } from "@/lib/actions/leads";

type Props = {
  cycleId: string;
  assignedTo: string | null;
  people: Option[];
};

/** Gives an open lead, or all of the same person's, to somebody else; works as a plain form. */
export function AssignForm({ cycleId, assignedTo, people }: Props) {
  const { form, pending, refusal, done, errorOf } = useActionForm(reassign);
  return (
    <form {...form} className="grid max-w-96 gap-3">
      <input type="hidden" name="cycle" value={cycleId} />
      <Field
        name="person"
        id={`person-${cycleId}`}
        label="Who works this lead"
        hint={assignedTo === null ? "Nobody’s yet: every BDR sees it." : `Now ${assignedTo}.`}
        error={errorOf("person")}
      >
        {(control) => <Select {...control} defaultValue="" none="Choose a person" choices={people} />}
      </Field>
      <Checkbox
        name="all"
        label={
          assignedTo === null ? "and all others that are nobody’s yet" : `and all other open leads of ${assignedTo}`
        }
        hint="Leads that the new person sourced stay where they are."
      />
      <div>
        <SendButton variant="plain" pending={pending}>
          Reassign
        </SendButton>
      </div>
      {refusal && !refusal.field && <RefusalNotice refusal={refusal} />}
      <DoneWords done={done !== null}>
        {done && `${done.value.moved} ${done.value.moved === 1 ? "lead" : "leads"} now with ${done.value.assignedTo}.`}
      </DoneWords>
    </form>
  );
}
