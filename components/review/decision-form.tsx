"use client";

import { useState } from "react";
import { useActionForm } from "@/components/ui/action-form";
import { Choice } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio";
import { type Option, Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { recordDecision } from "@/lib/actions/reviews";
import type { DecisionType } from "@/lib/domain/reviews";
import { effectWords } from "@/lib/view/review/effect";
import type { ReceiverOption, TargetOption } from "@/lib/view/review/options";
import { TYPE_LABELS } from "@/lib/view/review/types";
import { KindFields, type KindValues } from "./kind-fields";

type Props = {
  week: string;
  targets: TargetOption[];
  receivers: ReceiverOption[];
  sources: Option[];
  people: Option[];
  currency: string;
  /** Of cost per pipeline dollar. */
  line: string;
  /** Thirty days on, as a date: the usual due date and the last day of an extension. */
  inThirtyDays: string;
};

function useDecision({ targets, inThirtyDays }: Pick<Props, "targets" | "inThirtyDays">) {
  const [unit, setUnit] = useState(targets[0]?.unit ?? "");
  const [picked, setType] = useState<DecisionType | null>(null);
  const [owner, setOwner] = useState<string | null>(null);
  const [dueOn, setDueOn] = useState(inThirtyDays);
  const [values, setValues] = useState<Partial<KindValues>>({});
  const target = targets.find((option) => option.unit === unit) ?? targets[0];
  // What was picked for another target may not be possible here.
  const type = picked && target?.types.includes(picked) ? picked : (target?.types[0] ?? "watch");
  const own: KindValues = {
    toSource: values.toSource ?? "",
    amount: values.amount ?? target?.spend ?? "",
    until: values.until ?? inThirtyDays,
    fixSource: values.fixSource ?? "",
  };
  const choose = (next: string) => {
    setUnit(next);
    setValues({});
    setOwner(null);
  };
  const change = (changed: Partial<KindValues>) => setValues({ ...values, ...changed });
  return {
    target,
    type,
    setType,
    choose,
    owner: owner ?? target?.owner ?? "",
    setOwner,
    dueOn,
    setDueOn,
    values: own,
    change,
  };
}

/** The one decision: its form follows what is chosen, and says in words what closing with it will do. */
export function DecisionForm({ week, targets, receivers, sources, people, currency, line, inThirtyDays }: Props) {
  const { form, pending, refusal, errorOf } = useActionForm(recordDecision);
  const decision = useDecision({ targets, inThirtyDays });
  const { target, type, owner, dueOn, values } = decision;
  if (!target) return null;
  const receiver = receivers.find(({ code }) => code === values.toSource);
  const effect = effectWords({
    type,
    unit: type === "defund" ? target.source : target.label,
    hasClock: target.hasClock,
    isReason: target.isReason,
    owner: people.find(({ value }) => value === owner)?.label ?? null,
    dueOn,
    to: receiver ? { label: receiver.label, ratio: receiver.ratio, line } : null,
    amount: values.amount,
    currency,
    until: values.until,
    fixSource: sources.find(({ value }) => value === values.fixSource)?.label ?? null,
  });
  return (
    <form {...form} className="grid max-w-[46rem] gap-4 py-4" aria-label="The one decision">
      <input type="hidden" name="week" value={week} />
      <Field name="unit" label="About" error={errorOf("unit")} required>
        {(control) => (
          <Select
            {...control}
            value={target.unit}
            onChange={(event) => decision.choose(event.target.value)}
            choices={groupsOf(targets)}
          />
        )}
      </Field>
      <RadioGroup id="type" legend="What is decided" error={errorOf("type")}>
        <div className="flex flex-wrap gap-2">
          {target.types.map((one) => (
            <Choice key={one} name="type" value={one} checked={one === type} onChange={() => decision.setType(one)}>
              {TYPE_LABELS[one]}
            </Choice>
          ))}
        </div>
      </RadioGroup>
      <KindFields
        type={type}
        isReason={target.isReason}
        values={values}
        change={decision.change}
        errorOf={errorOf}
        receivers={receivers.filter(({ unit }) => unit !== target.unit)}
        sources={sources}
        currency={currency}
        last={inThirtyDays}
      />
      <div className="grid items-start gap-4 md:grid-cols-2">
        <Field name="owner" label="Owner, one person" error={errorOf("owner")} required>
          {(control) => (
            <Select
              {...control}
              value={owner}
              onChange={(event) => decision.setOwner(event.target.value)}
              none="Choose one person"
              choices={people}
            />
          )}
        </Field>
        <Field name="due_on" label="Due" error={errorOf("due_on")} required>
          {(control) => (
            <Input {...control} type="date" value={dueOn} onChange={(event) => decision.setDueOn(event.target.value)} />
          )}
        </Field>
      </div>
      <Field name="why" label="Why" hint="In a sentence; it stays with the decision." error={errorOf("why")} required>
        {(control) => <Textarea {...control} rows={2} />}
      </Field>
      <div className="border-accent border-l-3 bg-accent-soft px-3.5 py-2.5">
        <p className="text-muted text-xs">What closing with it does</p>
        <p>{effect}</p>
      </div>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending} pendingWords="Recording…">
          Record the decision
        </SendButton>
      </div>
    </form>
  );
}

/** The candidates, then the rest; a group without targets is left out. */
function groupsOf(targets: TargetOption[]) {
  const optionsOf = (some: TargetOption[]) => some.map(({ unit, label }) => ({ value: unit, label }));
  return [
    { label: "Candidates", options: optionsOf(targets.filter(({ isCandidate }) => isCandidate)) },
    { label: "Others of this Monday", options: optionsOf(targets.filter(({ isCandidate }) => !isCandidate)) },
  ].filter(({ options }) => options.length > 0);
}
