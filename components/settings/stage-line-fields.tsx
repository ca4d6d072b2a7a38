import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { NAMED_STAGES, STAGE_LABELS } from "@/lib/domain/stage-names";

export interface StageLine {
  name: string;
  stage: string;
  ordinal: number | null;
  isWon: boolean;
  crmValue: string | null;
}

type Props = {
  /** Makes the ids of the controls. */
  id: string;
  line: StageLine;
  errorOf: (field: string) => string | null;
};

/** The controls of one line of the translation table. */
export function StageLineFields({ id, line, errorOf }: Props) {
  return (
    <div className="grid items-start gap-x-6 gap-y-3 md:grid-cols-2 lg:grid-cols-4">
      <Field name="name" id={`${id}-name`} label="Local name" error={errorOf("name")} required>
        {(control) => <Input {...control} defaultValue={line.name} autoComplete="off" />}
      </Field>
      <Field name="stage" id={`${id}-stage`} label="Stage" error={errorOf("stage")} required>
        {(control) => (
          <Select
            {...control}
            defaultValue={line.stage}
            none="Choose a stage"
            choices={NAMED_STAGES.map((stage) => ({ value: stage, label: STAGE_LABELS[stage] }))}
          />
        )}
      </Field>
      <Field
        name="ordinal"
        id={`${id}-ordinal`}
        label="Place"
        hint="1 and 2 are SQL, from 3 on pipeline."
        error={errorOf("ordinal")}
        optional
      >
        {(control) => <Input {...control} inputMode="numeric" defaultValue={line.ordinal ?? ""} autoComplete="off" />}
      </Field>
      <Field name="crm_value" id={`${id}-crm`} label="CRM value" error={errorOf("crm_value")} optional>
        {(control) => <Input {...control} defaultValue={line.crmValue ?? ""} autoComplete="off" />}
      </Field>
      <div className="md:col-span-2">
        <Checkbox
          name="won"
          value="yes"
          label="Entering it means the deal is won"
          hint={errorOf("won") ?? undefined}
          aria-invalid={errorOf("won") ? true : undefined}
          defaultChecked={line.isWon}
        />
      </div>
    </div>
  );
}
