import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { DefinitionForm, FlagName, TextName } from "@/lib/view/settings/definition-form";

/** What every control of the editor needs. */
export interface Editing {
  form: DefinitionForm;
  set: (change: Partial<DefinitionForm>) => void;
  errorOf: (field: string) => string | null;
}

type LineProps = Editing & { name: TextName; label: string; hint?: string; optional?: boolean };

/** A number with its unit. */
export function Figure({ form, set, errorOf, name, label, hint, optional, unit }: LineProps & { unit?: string }) {
  return (
    <Field name={name} label={label} hint={hint} error={errorOf(name)} optional={optional} required={!optional}>
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          autoComplete="off"
          unit={unit}
          value={form[name]}
          onChange={(event) => set({ [name]: event.target.value })}
          className="max-w-40"
        />
      )}
    </Field>
  );
}

/** Entries with commas or on lines of their own. */
export function Entries({ form, set, errorOf, name, label, hint, optional }: LineProps) {
  return (
    <Field name={name} label={label} hint={hint} error={errorOf(name)} optional={optional} required={!optional}>
      {(control) => (
        <Textarea
          {...control}
          rows={2}
          spellCheck={false}
          value={form[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
}

/** A rule that is on or off. */
export function Flag({
  form,
  set,
  errorOf,
  name,
  label,
  hint,
}: Editing & { name: FlagName; label: string; hint?: string }) {
  const error = errorOf(name);
  return (
    <div>
      <Checkbox
        name={name}
        value="yes"
        label={label}
        hint={hint}
        checked={form[name]}
        aria-invalid={error ? true : undefined}
        onChange={(event) => set({ [name]: event.target.checked })}
      />
      {error && <p className="font-medium text-breach text-xs">▲ {error}</p>}
    </div>
  );
}
