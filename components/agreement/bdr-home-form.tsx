"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { type Option, Select } from "@/components/ui/select";
import { placeBdrTeam } from "@/lib/actions/accountability";

type Props = { home: string; options: readonly Option[]; seen: string };

/** Says to whom the BDR team reports. */
export function BdrHomeForm({ home, options, seen }: Props) {
  const { form, pending, refusal, errorOf, done } = useActionForm(placeBdrTeam);
  return (
    <form {...form} className="grid gap-2 pt-4">
      <input type="hidden" name="seen" value={seen} />
      <div className="flex flex-wrap items-end gap-3">
        <div className="w-full max-w-80">
          <Field name="home" label="The BDR team reports to" error={errorOf("home")} required>
            {(control) => <Select key={home} {...control} defaultValue={home} choices={options} />}
          </Field>
        </div>
        <SendButton pending={pending} variant="plain" label="Save to whom the BDR team reports">
          Save
        </SendButton>
        <DoneWords done={done !== null} />
      </div>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
    </form>
  );
}
