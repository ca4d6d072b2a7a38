import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SectionHead } from "@/components/ui/section-head";
import { groupDigits } from "@/lib/domain/phrases";
import type { TermsText } from "@/lib/domain/terms";
import { LIMIT_GROUPS } from "@/lib/view/settings/limits";

type Props = { text: TermsText; currency: string; errorOf: (field: string) => string | null };

/** Everything of the terms that is not a floor, each with its unit. */
export function LimitFields({ text, currency, errorOf }: Props) {
  return LIMIT_GROUPS.map(({ id, title, note, limits, after }) => (
    <section key={id} aria-labelledby={id} className="mt-10">
      <SectionHead id={id} title={title} note={note} />
      <div className="grid items-start gap-x-8 gap-y-5 pt-4 md:grid-cols-2 lg:grid-cols-3">
        {limits.map(({ name, label, unit, hint, grouped }) => (
          <Field key={name} name={name} label={label} hint={hint} error={errorOf(name)} required>
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                autoComplete="off"
                unit={unit ?? currency}
                defaultValue={grouped ? groupDigits(text[name] ?? "") : text[name]}
                className="max-w-40"
              />
            )}
          </Field>
        ))}
      </div>
      {after && <p className="mt-4 max-w-text text-muted text-s">{after}</p>}
    </section>
  ));
}
