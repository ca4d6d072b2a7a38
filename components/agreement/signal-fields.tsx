import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, FieldError } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RESPONSE_KINDS } from "@/lib/domain/touches";
import { emptySignal, KIND_LABELS, SIGNALS, type SignalForm, signalName } from "@/lib/view/settings/definition-form";
import type { Editing } from "./controls";

/** Behaviour signals, any one of which is enough: what counts, how often, within how many days. */
export function SignalFields(editing: Editing) {
  const { form, set, errorOf } = editing;
  const { signals } = form;
  const error = errorOf(SIGNALS);
  const change = (index: number, part: Partial<SignalForm>) =>
    set({ signals: signals.map((signal, at) => (at === index ? { ...signal, ...part } : signal)) });
  return (
    <>
      {signals.map((signal, index) => (
        <Signal
          // Signals have no identity but their place; every control is controlled.
          key={signalName(index, "label")}
          index={index}
          signal={signal}
          errorOf={errorOf}
          onChange={(part) => change(index, part)}
          onRemove={() => set({ signals: signals.toSpliced(index, 1) })}
        />
      ))}
      {error && <FieldError id="signals-error">{error}</FieldError>}
      <div>
        <Button size="s" onClick={() => set({ signals: [...signals, emptySignal] })}>
          Add a signal
        </Button>
      </div>
    </>
  );
}

type SignalProps = {
  index: number;
  signal: SignalForm;
  errorOf: (field: string) => string | null;
  onChange: (part: Partial<SignalForm>) => void;
  onRemove: () => void;
};

function Signal({ index, signal, errorOf, onChange, onRemove }: SignalProps) {
  const text = (part: Exclude<keyof SignalForm, "kinds">, label: string, unit?: string) => (
    <Field
      name={signalName(index, part)}
      label={label}
      error={errorOf(signalName(index, part))}
      optional={part === "campaign_contains" || part === "within_days"}
    >
      {(control) => (
        <Input
          {...control}
          unit={unit}
          inputMode={part === "at_least" || part === "within_days" ? "numeric" : undefined}
          autoComplete="off"
          value={signal[part]}
          onChange={(event) => onChange({ [part]: event.target.value })}
        />
      )}
    </Field>
  );
  const kinds = signalName(index, "kinds");
  const error = errorOf(kinds);
  return (
    <fieldset className="grid gap-3 border-line-strong border-l-2 pl-4">
      <legend className="sr-only">Signal {index + 1}</legend>
      <div className="grid gap-3 md:grid-cols-2">
        {text("label", "What it is called")}
        {text("campaign_contains", "Campaign holds")}
        {text("at_least", "At least", "times")}
        {text("within_days", "Within", "days")}
      </div>
      <fieldset aria-describedby={error ? `${kinds}-error` : undefined}>
        <legend className="mb-1 font-medium text-s">Touches that count</legend>
        <div className="flex flex-wrap gap-x-5">
          {RESPONSE_KINDS.map((kind) => (
            <Checkbox
              key={kind}
              name={kinds}
              value={kind}
              label={KIND_LABELS[kind]}
              aria-invalid={error ? true : undefined}
              checked={signal.kinds.includes(kind)}
              onChange={(event) =>
                onChange({
                  kinds: event.target.checked
                    ? [...signal.kinds, kind]
                    : signal.kinds.filter((other) => other !== kind),
                })
              }
            />
          ))}
        </div>
        {error && <FieldError id={`${kinds}-error`}>{error}</FieldError>}
      </fieldset>
      <div>
        <Button size="s" variant="quiet" className="-ml-2" onClick={onRemove}>
          Remove this signal
        </Button>
      </div>
    </fieldset>
  );
}
