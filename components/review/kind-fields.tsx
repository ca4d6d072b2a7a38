"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type Option, Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { DecisionType } from "@/lib/domain/reviews";
import type { ReceiverOption } from "@/lib/view/review/options";

/** What only some kinds of decision have. */
export interface KindValues {
  toSource: string;
  amount: string;
  until: string;
  fixSource: string;
}

type Props = {
  type: DecisionType;
  isReason: boolean;
  values: KindValues;
  change: (values: Partial<KindValues>) => void;
  errorOf: (field: string) => string | null;
  receivers: ReceiverOption[];
  sources: Option[];
  currency: string;
  /** The last day of an extension. */
  last: string;
};

/** The fields of the chosen kind. */
export function KindFields(props: Props) {
  if (props.type === "defund") return <DefundFields {...props} />;
  if (props.type === "extend") return <ExtendField {...props} />;
  return props.type === "fix" ? <FixFields {...props} /> : null;
}

function DefundFields({ values, change, errorOf, receivers, currency }: Props) {
  return (
    <div className="grid items-start gap-4 md:grid-cols-2">
      <Field
        name="to_source"
        label="Its budget goes to"
        hint={
          receivers.length > 0
            ? "Only sources at or under the line with real spend."
            : "No source is at or under the line with real spend: extend the clock instead."
        }
        error={errorOf("to_source")}
        required
      >
        {(control) => (
          <Select
            {...control}
            value={values.toSource}
            onChange={(event) => change({ toSource: event.target.value })}
            none="Choose a healthy source"
            choices={receivers.map(({ code, label, ratio }) => ({ value: code, label: `${label} (${ratio})` }))}
          />
        )}
      </Field>
      <Field
        name="amount"
        label="Amount"
        hint="Filled in: what it cost in these 90 days."
        error={errorOf("amount")}
        required
      >
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            unit={currency}
            value={values.amount}
            onChange={(event) => change({ amount: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}

function ExtendField({ values, change, errorOf, last }: Props) {
  return (
    <div className="md:max-w-60">
      <Field name="until" label="Until" hint="Thirty days on at most." error={errorOf("until")} required>
        {(control) => (
          <Input
            {...control}
            type="date"
            max={last}
            value={values.until}
            onChange={(event) => change({ until: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}

function FixFields({ isReason, values, change, errorOf, sources }: Props) {
  return (
    <div className="grid gap-4">
      <Field name="action" label="What is done" error={errorOf("action")} required>
        {(control) => <Textarea {...control} rows={2} />}
      </Field>
      {isReason && (
        <div className="md:max-w-80">
          <Field name="fix_source" label="At" error={errorOf("fix_source")}>
            {(control) => (
              <Select
                {...control}
                value={values.fixSource}
                onChange={(event) => change({ fixSource: event.target.value })}
                none="all sources"
                choices={sources}
              />
            )}
          </Field>
        </div>
      )}
    </div>
  );
}
