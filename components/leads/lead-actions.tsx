"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, FieldError } from "@/components/ui/field";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { type Option, Select } from "@/components/ui/select";
import { correct, undoForm } from "@/lib/actions/decisions";
import { handOver, qualify, recycle } from "@/lib/actions/leads";

type HandOverProps = {
  leadId: string;
  label: string;
  /** It had a cycle that was rejected or expired. */
  isAgain?: boolean;
};

/** Hands the lead over to sales; shown only where it passes. */
export function HandOverForm({ leadId, label, isAgain }: HandOverProps) {
  const { form, pending, refusal } = useActionForm(isAgain ? recycle : handOver);
  return (
    <form {...form} className="grid justify-items-start gap-3">
      <input type="hidden" name="lead" value={leadId} />
      <SendButton pending={pending} pendingWords="Handing over…">
        {label}
      </SendButton>
      <RefusalNotice refusal={refusal} />
    </form>
  );
}

type TakeBackProps = {
  cycleId: string;
  /** "MQL": where the lead goes back to. */
  to: string;
  /** VP RevOps corrects anybody's verdict at any time; the decider takes back their own until Monday. */
  as: "decider" | "corrector";
};

/** Takes the last verdict back. The verdict stays in the record, a correction is added. */
export function TakeBackForm({ cycleId, to, as }: TakeBackProps) {
  const { form, pending, refusal } = useActionForm<unknown>(as === "decider" ? undoForm : correct);
  return (
    <form {...form} className="grid justify-items-start gap-3">
      <input type="hidden" name="cycle" value={cycleId} />
      <SendButton variant="plain" pending={pending} pendingWords="Taking back…">
        {as === "decider" ? `Undo: back to ${to}` : `Correct: back to ${to}`}
      </SendButton>
      <RefusalNotice refusal={refusal} />
    </form>
  );
}

type QualifyProps = { cycleId: string; opportunities: Option[] };

/** SAL → SQL: the discovery call took place, and there is an open opportunity. */
export function QualifyForm({ cycleId, opportunities }: QualifyProps) {
  const { form, pending, refusal, errorOf } = useActionForm(qualify);
  const call = errorOf("discovery_call");
  return (
    <form {...form} className="grid max-w-96 justify-items-start gap-3">
      <input type="hidden" name="cycle" value={cycleId} />
      <div className="w-full">
        <Field name="opportunity" label="Open opportunity of this company" error={errorOf("opportunity")}>
          {(control) => (
            <Select
              {...control}
              defaultValue={opportunities.length === 1 ? opportunities[0]?.value : ""}
              none="Choose an opportunity"
              choices={opportunities}
            />
          )}
        </Field>
      </div>
      <div>
        <Checkbox
          name="discovery_call"
          label="The discovery call took place"
          aria-describedby={call ? "call-error" : undefined}
          aria-invalid={call ? true : undefined}
        />
        {call && <FieldError id="call-error">{call}</FieldError>}
      </div>
      <SendButton pending={pending} pendingWords="Moving…">
        Move to SQL
      </SendButton>
      {refusal && !refusal.field && <RefusalNotice refusal={refusal} />}
    </form>
  );
}
