"use client";

import { useActionState } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { reassign } from "@/lib/actions/leads";

type Props = {
  cycleId: string;
  assignedTo: string | null;
  people: { id: string; name: string }[];
};

/** Gives an open lead to somebody else; works as a plain form. */
export function AssignForm({ cycleId, assignedTo, people }: Props) {
  const [result, formAction] = useActionState(reassign, null);
  return (
    <form action={formAction} className="grid max-w-80 gap-3">
      <input type="hidden" name="cycle" value={cycleId} />
      <Field
        name="person"
        id={`person-${cycleId}`}
        label="Who works this lead"
        hint={assignedTo === null ? "Nobody's yet: every BDR sees it." : `Now ${assignedTo}.`}
        error={result && !result.ok ? result.message : null}
      >
        {(control) => (
          <Select {...control} defaultValue="">
            <option value="">Choose a person</option>
            {people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div>
        <SubmitButton variant="plain">Reassign</SubmitButton>
      </div>
      <p role="status" className="text-s">
        {result?.ok && `Now with ${result.value.assignedTo}.`}
      </p>
    </form>
  );
}
