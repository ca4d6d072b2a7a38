"use client";

import { useState } from "react";
import { useActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Input } from "@/components/ui/input";
import { addSource, moveSource, renameSource, setSourceActive } from "@/lib/actions/sources";
import { groupDigits } from "@/lib/domain/phrases";
import { RowForm } from "./row-form";
import { useReturnFocus } from "./use-return-focus";

export interface SourceItem {
  code: string;
  label: string;
  isActive: boolean;
  values: string[];
  cycles: number;
}

/** The configured sources in the order of every table, each with what may be done to it. */
export function SourceList({ sources, seen }: { sources: SourceItem[]; seen: string }) {
  return (
    <>
      <ol className="border-line-strong border-t">
        {sources.map((source, index) => (
          <li key={source.code} className="border-line border-b py-2.5">
            <Source source={source} seen={seen} isFirst={index === 0} isLast={index === sources.length - 1} />
          </li>
        ))}
      </ol>
      <AddSource seen={seen} />
    </>
  );
}

type SourceProps = { source: SourceItem; seen: string; isFirst: boolean; isLast: boolean };

function Source({ source, seen, isFirst, isLast }: SourceProps) {
  const [isRenaming, setIsRenaming] = useState(false);
  const button = useReturnFocus(isRenaming);
  const { code, label, isActive, values, cycles } = source;
  if (isRenaming) return <Rename source={source} seen={seen} onClose={() => setIsRenaming(false)} />;
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      <div className="min-w-0 flex-1 basis-56">
        <span className="font-medium">{label}</span>
        {!isActive && <span className="ml-2 text-muted text-xs">not in use</span>}
        <span className="block text-muted text-xs wrap-anywhere">
          {code} · {groupDigits(cycles)} handed over
          {values.length > 0 && ` · also ${values.join(", ")}`}
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-x-1">
        {!isFirst && (
          <RowForm action={moveSource} values={{ code, direction: "up", seen }} label={`Move ${label} up`}>
            ↑ Up
          </RowForm>
        )}
        {!isLast && (
          <RowForm action={moveSource} values={{ code, direction: "down", seen }} label={`Move ${label} down`}>
            ↓ Down
          </RowForm>
        )}
        <Button
          ref={button}
          variant="quiet"
          size="s"
          aria-label={`Rename ${label}`}
          onClick={() => setIsRenaming(true)}
        >
          Rename
        </Button>
        <RowForm
          action={setSourceActive}
          values={{ code, active: String(!isActive), seen }}
          label={isActive ? `Take ${label} out of use` : `Use ${label} again`}
        >
          {isActive ? "Take out of use" : "Use again"}
        </RowForm>
      </div>
    </div>
  );
}

function Rename({ source: { code, label }, seen, onClose }: { source: SourceItem; seen: string; onClose: () => void }) {
  const { form, pending, refusal, errorOf } = useActionForm(renameSource, { onDone: onClose });
  return (
    <form {...form} className="grid max-w-120 gap-3">
      <input type="hidden" name="code" value={code} />
      <input type="hidden" name="seen" value={seen} />
      <Field name="label" id={`label-${code}`} label={`New name of ${label}`} error={errorOf("label")} required>
        {(control) => <Input {...control} defaultValue={label} autoComplete="off" autoFocus />}
      </Field>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div className="flex gap-2">
        <SendButton pending={pending}>Rename</SendButton>
        <Button variant="quiet" onClick={onClose}>
          Leave it
        </Button>
      </div>
    </form>
  );
}

function AddSource({ seen }: { seen: string }) {
  const { form, pending, refusal, errorOf, done } = useActionForm(addSource, { reset: true });
  return (
    <form {...form} className="mt-4 flex flex-wrap items-end gap-3">
      <input type="hidden" name="seen" value={seen} />
      <div className="w-full max-w-80">
        <Field name="label" id="new-source" label="Add a source" error={errorOf("label")} required>
          {(control) => <Input {...control} autoComplete="off" />}
        </Field>
      </div>
      <SendButton pending={pending} variant="plain">
        Add
      </SendButton>
      <DoneWords done={done !== null}>Added at the end; it has no floor yet.</DoneWords>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
    </form>
  );
}
