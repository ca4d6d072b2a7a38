"use client";

import { type ReactNode, useState } from "react";
import { useActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { changeStageName, mapStageName, removeStageName } from "@/lib/actions/stage-names";
import { stageLabel } from "@/lib/view/settings/agreed-now";
import { RowForm } from "./row-form";
import { type StageLine, StageLineFields } from "./stage-line-fields";
import { useReturnFocus } from "./use-return-focus";

export type StageItem = StageLine & {
  key: string;
  /** What records are read with today, where an edit begins with something else. */
  now: string | null;
  isOpen: boolean;
};

/** As wide in every row, so that the columns before it stand under each other. */
const ACTIONS = "flex items-center gap-x-1 md:min-w-34 md:justify-end";
const ADDED = "Added. Import again what was refused for this name.";
const EMPTY: StageLine = { name: "", stage: "", ordinal: null, isWon: false, crmValue: null };

type TableProps = {
  names: StageItem[];
  /** In use today, and taken out of the next version. */
  removed: (StageLine & { key: string })[];
  seen: string;
  /** What is said once a name was added. */
  added: ReactNode;
  /** "until version 3 comes into force" */
  until: string;
  /** The next version is signed: what it lists cannot be changed now. */
  isClosed: boolean;
};

/** The translation table: local names, the stage each belongs to, its place and its CRM value. */
export function StageTable({ names, removed, seen, added, until, isClosed }: TableProps) {
  return (
    <>
      <ul className="border-line-strong border-t">
        {names.map((line) => (
          <li key={line.key} className="border-line border-b py-2.5">
            <Line line={line} seen={seen} />
          </li>
        ))}
        {removed.map((line) => (
          <li key={line.key} className="border-line border-b py-2.5">
            <Removed line={line} seen={seen} until={until} isClosed={isClosed} />
          </li>
        ))}
      </ul>
      <section aria-label="Add a name" className="mt-6 grid gap-3">
        <h3 className="font-semibold text-s">Add a name</h3>
        <MapStageForm id="new" line={EMPTY} seen={seen} words="Add" added={added} />
      </section>
    </>
  );
}

function Line({ line, seen }: { line: StageItem; seen: string }) {
  const [isEditing, setIsEditing] = useState(false);
  const button = useReturnFocus(isEditing);
  const { key, name, now, isOpen } = line;
  if (isEditing) return <ChangeForm line={line} seen={seen} onClose={() => setIsEditing(false)} />;
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      <Words line={line} />
      <div className={ACTIONS}>
        {isOpen && (
          <>
            <Button
              ref={button}
              variant="quiet"
              size="s"
              aria-label={`Change ${name}`}
              onClick={() => setIsEditing(true)}
            >
              Change
            </Button>
            <RowForm action={removeStageName} values={{ key, seen }} label={`Remove ${name}`}>
              Remove
            </RowForm>
          </>
        )}
      </div>
      {now && <p className="basis-full text-muted text-xs">{now}</p>}
    </div>
  );
}

function Words({ line: { name, stage, ordinal, isWon, crmValue } }: { line: StageLine }) {
  return (
    <>
      <div className="min-w-0 flex-1 basis-40 font-medium wrap-anywhere">{name}</div>
      <div className="basis-56 text-s">
        {stageLabel(stage)}
        {ordinal !== null && <span className="text-muted"> · place {ordinal}</span>}
        {isWon && <span className="text-muted"> · won</span>}
      </div>
      <div className="basis-40 text-muted text-s wrap-anywhere">
        {crmValue === null ? "no CRM value" : `CRM ${crmValue}`}
      </div>
    </>
  );
}

/** A line that the next version no longer has; it can be put in again as it was. */
function Removed({
  line,
  seen,
  until,
  isClosed,
}: Pick<TableProps, "seen" | "until" | "isClosed"> & { line: StageLine }) {
  const { name, stage, ordinal, isWon, crmValue } = line;
  const values = { name, stage, ordinal: String(ordinal ?? ""), crm_value: crmValue ?? "", seen };
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-muted">
      <Words line={line} />
      <div className={ACTIONS}>
        {!isClosed && (
          <RowForm action={mapStageName} values={isWon ? { ...values, won: "yes" } : values} label={`Keep ${name}`}>
            Keep it
          </RowForm>
        )}
      </div>
      <p className="basis-full text-xs">not in the next version, in use {until}</p>
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

type MapProps = { id: string; line: StageLine; seen: string; words: string; added?: ReactNode };

/** Adds a line; with a name in it already, maps a name that came in. */
export function MapStageForm({ id, line, seen, words, added = ADDED }: MapProps) {
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
        <DoneWords done={done !== null}>{added}</DoneWords>
      </div>
    </form>
  );
}
