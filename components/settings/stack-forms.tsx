"use client";

import { useState } from "react";
import { useActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Input } from "@/components/ui/input";
import { type Option, Select } from "@/components/ui/select";
import { addTool, changeTool, enterRetrain, setToolActive } from "@/lib/actions/stack";
import { RowForm } from "./row-form";
import { ToolFields, type ToolValues } from "./stack-fields";
import { useReturnFocus } from "./use-return-focus";

type ChangeProps = {
  tool: ToolValues & { id: string; isActive: boolean; isLocked: boolean };
  owners: Option[];
  seen: string;
};

/** What may be done with one tool: change it, take it out of use, take it back. */
export function ToolControls({ tool, owners, seen }: ChangeProps) {
  const [isOpen, setIsOpen] = useState(false);
  const button = useReturnFocus(isOpen);
  const { id, name, isActive, isLocked } = tool;
  return (
    <div className="mt-1">
      <div className="flex flex-wrap items-start gap-2">
        <Button
          ref={button}
          variant="quiet"
          size="s"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? "Close" : "Change"} ${name}`}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? "Close" : "Change"}
        </Button>
        {!isLocked && (
          <RowForm
            action={setToolActive}
            values={{ id, active: String(!isActive), seen }}
            label={isActive ? `Take ${name} out of use` : `Use ${name} again`}
          >
            {isActive ? "Take out of use" : "Use again"}
          </RowForm>
        )}
      </div>
      {isOpen && <ChangeForm tool={tool} owners={owners} seen={seen} onDone={() => setIsOpen(false)} />}
    </div>
  );
}

function ChangeForm({ tool, owners, seen, onDone }: ChangeProps & { onDone: () => void }) {
  const { form, pending, refusal, errorOf } = useActionForm(changeTool, { onDone });
  return (
    <form {...form} className="grid gap-4 py-3">
      <input type="hidden" name="id" value={tool.id} />
      <input type="hidden" name="seen" value={seen} />
      <ToolFields scope={tool.id} values={tool} owners={owners} isLocked={tool.isLocked} errorOf={errorOf} />
      <RefusalNotice refusal={refusal} many="Nothing was saved" />
      <div>
        <SendButton pending={pending} variant="plain">
          Save
        </SendButton>
      </div>
    </form>
  );
}

type AddProps = { layers: Option[]; owners: Option[]; currency: string; seen: string };

/** Registers a tool. */
export function AddTool({ layers, owners, currency, seen }: AddProps) {
  const { form, pending, refusal, errorOf, done } = useActionForm(addTool, { reset: true });
  const empty = { name: "", vendor: "", yearlyCost: "", currency, renewsOn: "", owner: "" };
  return (
    <form {...form} className="grid gap-4 pt-4">
      <input type="hidden" name="seen" value={seen} />
      <div className="max-w-64">
        <Field name="layer" id="new-layer" label="Layer" error={errorOf("layer")} required>
          {(control) => <Select {...control} defaultValue="" none="Choose a layer" choices={layers} />}
        </Field>
      </div>
      <ToolFields scope="new" values={empty} owners={owners} isLocked={false} errorOf={errorOf} />
      <RefusalNotice refusal={refusal} many="Nothing was saved" />
      <div className="flex flex-wrap items-center gap-3">
        <SendButton pending={pending} variant="plain">
          Register the tool
        </SendButton>
        <DoneWords done={done !== null} />
      </div>
    </form>
  );
}

/** A retrain that the vendor has announced. */
export function RetrainForm({ seen }: { seen: string }) {
  const { form, pending, refusal, errorOf, done } = useActionForm(enterRetrain, { reset: true });
  return (
    <form {...form} className="grid gap-3 pt-4">
      <input type="hidden" name="seen" value={seen} />
      <div className="grid items-start gap-x-4 gap-y-3 md:grid-cols-[16rem_12rem]">
        <Field
          name="modelVersion"
          label="Model version"
          hint="As the vendor names it."
          error={errorOf("modelVersion")}
          required
        >
          {(control) => <Input {...control} autoComplete="off" />}
        </Field>
        <Field name="retrainedOn" label="Retrained on" error={errorOf("retrainedOn")} required>
          {(control) => <Input {...control} type="date" />}
        </Field>
      </div>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div className="flex flex-wrap items-center gap-3">
        <SendButton pending={pending} variant="plain">
          Enter the retrain
        </SendButton>
        <DoneWords done={done !== null} />
      </div>
    </form>
  );
}
