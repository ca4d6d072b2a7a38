"use client";

import { useState } from "react";
import { useActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { type Option, Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { chooseWatch, endWatch, giveThanks } from "@/lib/actions/playbook";
import { THANKS_LENGTH } from "@/lib/domain/watch";

/** Chooses the one watched reason; the hottest is chosen already. */
export function ChooseWatchForm({ choices }: { choices: readonly Option[] }) {
  const { form, pending, refusal, errorOf } = useActionForm(chooseWatch);
  return (
    <form {...form} className="grid max-w-text gap-4 py-3">
      <Field
        name="reason"
        label="Reason to watch"
        hint="With its number on the latest frozen Monday, which becomes the baseline."
        error={errorOf("reason")}
        required
      >
        {(control) => <Select {...control} defaultValue={choices[0]?.value} choices={choices} />}
      </Field>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending}>Watch this reason</SendButton>
      </div>
    </form>
  );
}

/** Ends the watch without a thank-you; asks why. */
export function EndWatchForm({ watch }: { watch: string }) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button size="s" onClick={() => setIsAsking(true)}>
        End the watch
      </Button>
      <Dialog open={isAsking} onClose={() => setIsAsking(false)} title="End the watch without a thank-you?">
        <EndForm watch={watch} />
      </Dialog>
    </>
  );
}

function EndForm({ watch }: { watch: string }) {
  const { form, pending, refusal, errorOf } = useActionForm(endWatch);
  return (
    <form {...form} className="grid gap-4">
      <p className="text-muted">The number is watched no longer, and another reason can be chosen.</p>
      <input type="hidden" name="watch" value={watch} />
      <Field
        name="reason"
        label="Why it ends"
        hint="Kept beside the change, up to 500 characters."
        error={errorOf("reason")}
        required
      >
        {(control) => <Textarea {...control} rows={2} />}
      </Field>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending} variant="breach">
          End it
        </SendButton>
      </div>
    </form>
  );
}

/** The CRO's thank-you; it stands on the wall for good. `asOf`: the Monday whose number is on the screen. */
export function ThanksForm({ watch, asOf }: { watch: string; asOf: string }) {
  const { form, pending, refusal, errorOf } = useActionForm(giveThanks);
  return (
    <form {...form} className="grid max-w-text gap-4 py-3">
      <input type="hidden" name="watch" value={watch} />
      <input type="hidden" name="as_of" value={asOf} />
      <Field
        name="text"
        label="Thank marketing, in your words"
        hint={`Up to ${THANKS_LENGTH.most} characters. Everybody reads it, beside both numbers; it cannot be changed afterwards.`}
        error={errorOf("text")}
        required
      >
        {(control) => <Textarea {...control} rows={3} />}
      </Field>
      {refusal?.field !== "text" && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending}>Thank them in public</SendButton>
      </div>
    </form>
  );
}
