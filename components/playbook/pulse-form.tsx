"use client";

import { useActionForm } from "@/components/ui/action-form";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Radio, RadioGroup } from "@/components/ui/radio";
import { answerPulse } from "@/lib/actions/playbook";
import { PULSE_SCORES } from "@/lib/domain/pulse";

/** One's own side of the pulse, once a month; none is chosen beforehand. */
export function PulseForm({ month }: { month: string }) {
  const { form, pending, refusal, errorOf } = useActionForm(answerPulse);
  const error = errorOf("score");
  return (
    <form {...form} className="grid gap-4 py-3">
      <RadioGroup
        id="score"
        legend={`How much conflict is there between marketing and sales in ${month}?`}
        hint="0 is peace, 10 is war. It cannot be changed afterwards, and nobody sees it before both have answered."
        error={error}
      >
        <div className="flex flex-wrap gap-x-5 gap-y-1 tabular-nums">
          {PULSE_SCORES.map((score) => (
            <Radio
              key={score}
              name="score"
              value={String(score)}
              label={String(score)}
              aria-invalid={error ? true : undefined}
            />
          ))}
        </div>
      </RadioGroup>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending} variant="plain">
          Answer for {month}
        </SendButton>
      </div>
    </form>
  );
}
