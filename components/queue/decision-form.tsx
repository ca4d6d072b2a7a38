"use client";

import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Field, FieldError } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { Textarea } from "@/components/ui/textarea";
import type { Reason } from "@/lib/domain/reasons";
import { type Draft, type Fault, NOTE_LIMIT, reasonWords, TOUCHES } from "@/lib/view/desk";
import type { QueueLead } from "@/lib/view/queue";
import { DuplicateField } from "./duplicate-field";
import { Reasons } from "./reasons";

type Props = {
  lead: QueueLead;
  draft: Draft;
  fault: Fault | null;
  /** Of the address, so that the next page keeps them. */
  filters: string;
  /** Where the form goes in a browser without scripts. */
  formAction: (form: FormData) => void;
  onDraft: (change: Partial<Draft>) => void;
  onAccept: () => void;
  onReject: (reason: Reason | null) => void;
};

/** The two verdicts on one lead. Every control has a name: without scripts the form posts itself. */
export function DecisionForm({ lead, draft, fault, filters, formAction, onDraft, onAccept, onReject }: Props) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    if (submitter instanceof HTMLButtonElement && submitter.value === "accept") onAccept();
    else onReject(draft.reason);
  };
  return (
    <form action={formAction} onSubmit={submit} className="group/form">
      {/* Enter in a field must not press the first button of the form, which accepts. */}
      <button type="submit" disabled hidden />
      <input type="hidden" name="cycle" value={lead.id} />
      <input type="hidden" name="filters" value={filters} />
      <TouchField draft={draft} error={faultOf(fault, "touch")} onDraft={onDraft} />
      <Button type="submit" name="verdict" value="accept" variant="primary" size="l" wide className="mb-5.5">
        Accept as SAL{" "}
        <span className="pointer-coarse:hidden">
          <Kbd inherit>A</Kbd>
        </span>
      </Button>
      <Reasons
        chosen={draft.reason}
        likely={lead.likely}
        error={faultOf(fault, "reason")}
        onChoose={(reason) => onDraft({ reason })}
      />
      <DuplicateField lead={lead} draft={draft} error={faultOf(fault, "duplicate_of")} onDraft={onDraft} />
      <NoteField note={draft.note} error={faultOf(fault, "note")} onNote={(note) => onDraft({ note })} />
      <Button
        id="reject"
        type="submit"
        name="verdict"
        value="reject"
        variant="breach"
        size="l"
        className="max-md:w-full"
      >
        {draft.reason === null ? "Reject" : `Reject: ${reasonWords(draft.reason)}`}
      </Button>
      {fault && fault.field === null && (
        <div className="mt-3">
          <FieldError id="decision-error">{fault.message}</FieldError>
        </div>
      )}
    </form>
  );
}

function faultOf(fault: Fault | null, field: Fault["field"]): string | null {
  return fault?.field === field ? fault.message : null;
}

type TouchProps = { draft: Draft; error: string | null; onDraft: (change: Partial<Draft>) => void };

function TouchField({ draft, error, onDraft }: TouchProps) {
  return (
    <fieldset id="touch" aria-describedby={error ? "touch-error" : undefined} className="mb-5">
      <legend className="mb-2 font-semibold text-s">Your touch</legend>
      <div className="flex flex-wrap gap-2">
        {TOUCHES.map(({ value, label }) => (
          <Choice
            key={value}
            name="touch"
            value={value}
            checked={draft.touch === value}
            onChange={() => onDraft({ touch: value })}
          >
            {label}
          </Choice>
        ))}
      </div>
      {error && (
        <div className="mt-1.5">
          <FieldError id="touch-error">{error}</FieldError>
        </div>
      )}
    </fieldset>
  );
}

type NoteProps = { note: string; error: string | null; onNote: (note: string) => void };

function NoteField({ note, error, onNote }: NoteProps) {
  const length = [...note].length;
  const over = length - NOTE_LIMIT;
  return (
    <div className="mb-4">
      <Field
        name="note"
        label="Note"
        optional
        hint={
          over > 0 ? `${length} of ${NOTE_LIMIT} characters, ${over} too many` : `${length} of ${NOTE_LIMIT} characters`
        }
        error={error}
      >
        {(control) => <Textarea {...control} rows={2} value={note} onChange={(event) => onNote(event.target.value)} />}
      </Field>
    </div>
  );
}
