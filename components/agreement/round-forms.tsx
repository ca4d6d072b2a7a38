"use client";

import { useState } from "react";
import { useActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { PressForm } from "@/components/ui/press-form";
import { type Option, Select } from "@/components/ui/select";
import { callOff, openRound, writeSingleAnswer } from "@/lib/actions/diagnostic";
import { roleLabel } from "@/lib/domain/roles";

type OpenProps = {
  cro: readonly Option[];
  cmo: readonly Option[];
  cmoTitle: string;
  /** Nothing else on the page is wanted more. */
  isMain: boolean;
};

/** Opens a round; where a role has one person, that one is chosen already. */
export function OpenRoundForm({ cro, cmo, cmoTitle, isMain }: OpenProps) {
  const { form, pending, refusal, errorOf } = useActionForm(openRound);
  const asked = [
    { name: "cro", label: roleLabel("cro"), people: cro },
    { name: "cmo", label: cmoTitle, people: cmo },
  ];
  return (
    <form {...form} className="grid gap-4 pt-3">
      <div className="grid items-start gap-4 md:grid-cols-2">
        {asked.map(({ name, label, people }) => (
          <Field key={name} name={name} label={label} error={errorOf(name)} required>
            {(control) => (
              <Select
                {...control}
                defaultValue={people.length === 1 ? people[0]?.value : ""}
                none="Choose a person"
                choices={people}
              />
            )}
          </Field>
        ))}
      </div>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending} variant={isMain ? "primary" : "plain"}>
          Open the round
        </SendButton>
      </div>
    </form>
  );
}

/** Ends a round; asks first, because its answers can never be shown after that. */
export function CallOffForm({ round }: { round: string }) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button size="s" onClick={() => setIsAsking(true)}>
        Call the round off
      </Button>
      <Dialog open={isAsking} onClose={() => setIsAsking(false)} title="Call the round off?">
        <p className="mb-4 text-muted">
          What was answered stays hidden for good, and a new round can be opened. Do this when one of the two will not
          answer, for example because they have left.
        </p>
        <PressForm action={callOff} values={{ round }} variant="breach">
          Call it off
        </PressForm>
      </Dialog>
    </>
  );
}

/** Opens the draft of the agreement and leads to its editor. */
export function SingleAnswerForm({ round }: { round: string }) {
  return (
    <PressForm action={writeSingleAnswer} values={{ round }} variant="primary">
      Write a single answer
    </PressForm>
  );
}
