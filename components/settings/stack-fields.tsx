import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type Option, Select } from "@/components/ui/select";

export interface ToolValues {
  name: string;
  vendor: string;
  yearlyCost: string;
  currency: string;
  renewsOn: string;
  owner: string;
}

type Props = {
  /** Tells the fields of several forms on a page apart. */
  scope: string;
  values: ToolValues;
  owners: Option[];
  /** Name and vendor are part of the agreement in force. */
  isLocked: boolean;
  errorOf: (field: string) => string | null;
};

const LOCKED = "Locked while the agreement is in force.";

/** What is known of a tool. */
export function ToolFields({ scope, values, owners, isLocked, errorOf }: Props) {
  const id = (field: string) => `${field}-${scope}`;
  const hint = isLocked ? LOCKED : undefined;
  const isListed = owners.some(({ value }) => value === values.owner);
  return (
    <div className="grid items-start gap-x-6 gap-y-4 md:grid-cols-3">
      <Field name="name" id={id("name")} label="Tool" hint={hint} error={errorOf("name")} required>
        {(control) => <Input {...control} defaultValue={values.name} readOnly={isLocked} autoComplete="off" />}
      </Field>
      <Field
        name="vendor"
        id={id("vendor")}
        label="Vendor"
        hint={hint ?? "A score names its tool or its vendor in score_vendor."}
        error={errorOf("vendor")}
        required
      >
        {(control) => <Input {...control} defaultValue={values.vendor} readOnly={isLocked} autoComplete="off" />}
      </Field>
      <Field name="owner" id={id("owner")} label="Owner" error={errorOf("owner")} required>
        {(control) => (
          <Select {...control} defaultValue={isListed ? values.owner : ""} none="Choose a person" choices={owners} />
        )}
      </Field>
      <Field name="yearlyCost" id={id("yearlyCost")} label="Cost of a year" error={errorOf("yearlyCost")} required>
        {(control) => <Input {...control} inputMode="decimal" defaultValue={values.yearlyCost} />}
      </Field>
      <Field name="currency" id={id("currency")} label="Currency" error={errorOf("currency")} required>
        {(control) => <Input {...control} defaultValue={values.currency} spellCheck={false} className="max-w-28" />}
      </Field>
      <Field name="renewsOn" id={id("renewsOn")} label="Renews on" error={errorOf("renewsOn")} required>
        {(control) => <Input {...control} type="date" defaultValue={values.renewsOn} />}
      </Field>
    </div>
  );
}
