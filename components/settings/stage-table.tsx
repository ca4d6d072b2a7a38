"use client";

import { useState } from "react";
import { useActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { changeStageName, mapStageName, removeStageName } from "@/lib/actions/stage-names";
import { NAMED_STAGES, STAGE_LABELS } from "@/lib/domain/stage-names";
import { RowForm } from "./row-form";
import { type StageLine, StageLineFields } from "./stage-line-fields";
import { useReturnFocus } from "./use-return-focus";

export type StageItem = StageLine & { key: string };

const stageLabel = (stage: string): string => {
  const known = NAMED_STAGES.find((one) => one === stage);
  return known ? STAGE_LABELS[known] : stage;
};

const EMPTY: StageLine = { name: "", stage: "", ordinal: null, isWon: false, crmValue: null };

/** The translation table: local names, the stage each belongs to, its place and its CRM value. */
export function StageTable({ names, seen }: { names: StageItem[]; seen: string }) {
  return (
    <>
      <ul className="border-line-strong border-t">
        {names.map((line) => (
          <li key={line.key} className="border-line border-b py-2.5">
            <Line line={line} seen={seen} />
          </li>
        ))}
      </ul>
      <section aria-label="Add a name" className="mt-6 grid gap-3">
        <h3 className="font-semibold text-s">Add a name</h3>
        <MapStageForm id="new" line={EMPTY} seen={seen} words="Add" />
      </section>
    </>
  );
}

function Line({ line, seen }: { line: StageItem; seen: string }) {
  const [isEditing, setIsEditing] = useState(false);
  const button = useReturnFocus(isEditing);
  const { key, name, stage, ordinal, isWon, crmValue } = line;
  if (isEditing) return <ChangeForm line={line} seen={seen} onClose={() => setIsEditing(false)} />;
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      <div className="min-w-0 flex-1 basis-40 font-medium wrap-anywhere">{name}</div>
      <div className="basis-56 text-s">
        {stageLabel(stage)}
        {ordinal !== null && <span className="text-muted"> · place {ordinal}</span>}
        {isWon && <span className="text-muted"> · won</span>}
      </div>
      <div className="basis-40 text-muted text-s wrap-anywhere">
        {crmValue === null ? "no CRM value" : `CRM ${crmValue}`}
      </div>
      <div className="flex items-center gap-x-1">
        <Button ref={button} variant="quiet" size="s" aria-label={`Change ${name}`} onClick={() => setIsEditing(true)}>
          Change
        </Button>
        <RowForm action={removeStageName} values={{ key, seen }} label={`Remove ${name}`}>
          Remove
        </RowForm>
      </div>
    </div>
  );
}

function ChangeForm({ line, seen, onClose }: { line: StageItem; seen: string; onClose: () => void }) {
  const { form, pending, refusal, errorOf } = useActionForm(changeStageName, { onDone: onClose });
  return (
    <form {...form} className="grid gap-3">
      <input type="hidden" name="key" value={line.key} />
      <input type="hidden" name="seen" value={seen} />
      <StageLineFields id={`change-${line.key.replaceAll(/\W+/g, "-")}`} line={line} errorOf={errorOf} />
      <RefusalNotice refusal={refusal} many="Nothing was saved" />
      <div className="flex gap-2">
        <SendButton pending={pending}>Save the line</SendButton>
        <Button variant="quiet" onClick={onClose}>
          Leave it
        </Button>
      </div>
    </form>
  );
}

type MapProps = { id: string; line: StageLine; seen: string; words: string };

/** Adds a line; with a name in it already, maps a name that came in. */
export function MapStageForm({ id, line, seen, words }: MapProps) {
  const { form, pending, refusal, errorOf, done } = useActionForm(mapStageName, { reset: true });
  return (
    <form {...form} className="grid gap-3">
      <input type="hidden" name="seen" value={seen} />
      <StageLineFields id={id} line={line} errorOf={errorOf} />
      <RefusalNotice refusal={refusal} many="Nothing was saved" />
      <div className="flex flex-wrap items-center gap-3">
        <SendButton pending={pending} variant="plain">
          {words}
        </SendButton>
        <DoneWords done={done !== null}>Added. Import again what was refused for this name.</DoneWords>
      </div>
    </form>
  );
}
