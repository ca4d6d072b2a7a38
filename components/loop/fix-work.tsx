"use client";

import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { type Option, Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { closeFix, handOverFix, writeFixAction } from "@/lib/actions/fixes";

type Fix = { id: string; seen: string; title: string; action: string | null; ownerId: string; isAsked: boolean };

const Seen = ({ id, seen }: Pick<Fix, "id" | "seen">) => (
  <>
    <input type="hidden" name="id" value={id} />
    <input type="hidden" name="seen" value={seen} />
  </>
);

/** Writes what is done about the reason, or writes it anew. */
function WriteForm({ fix }: { fix: Fix }) {
  const { form, pending, refusal, errorOf, done } = useActionForm(writeFixAction);
  return (
    <form {...form} className="grid gap-2">
      <Seen {...fix} />
      <Field name="action" id={`action-${fix.id}`} label="What is done about it" error={errorOf("action")} required>
        {(control) => <Textarea {...control} rows={3} defaultValue={fix.action ?? ""} />}
      </Field>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div className="flex flex-wrap items-center gap-4">
        <SendButton pending={pending} variant="plain" label={`Save the action of ${fix.title}`}>
          Save the action
        </SendButton>
        <DoneWords done={done !== null} />
      </div>
    </form>
  );
}

/** Gives the fix to somebody else; its due date stays. */
function HandOverForm({ fix, people }: { fix: Fix; people: readonly Option[] }) {
  const { form, pending, refusal, errorOf } = useActionForm(handOverFix);
  const others = people.filter(({ value }) => value !== fix.ownerId);
  return (
    <form {...form} className="grid gap-2">
      <Seen {...fix} />
      <Field name="owner" id={`owner-${fix.id}`} label="Hand over to" error={errorOf("owner")} required>
        {(control) => <Select {...control} defaultValue="" none="Choose a person" choices={others} />}
      </Field>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending} variant="plain" label={`Hand over ${fix.title}`}>
          Hand over
        </SendButton>
      </div>
    </form>
  );
}

/** Closes the fix with what shows that it works. */
function CloseForm({ fix }: { fix: Fix }) {
  const { form, pending, refusal, errorOf } = useActionForm(closeFix);
  const isActionMissing = refusal?.field === "action";
  return (
    <form {...form} className="grid gap-2">
      <Seen {...fix} />
      <Field
        name="evidence"
        id={`evidence-${fix.id}`}
        label="What shows that it works"
        hint="A figure before and after, or where to see it. It cannot be changed afterwards."
        error={errorOf("evidence")}
        required
      >
        {(control) => <Textarea {...control} rows={3} />}
      </Field>
      {fix.isAsked && (
        <p className="text-muted text-xs">
          The latest Monday asks for a fix of this reason. Unless another one is open, closing this one opens the next
          at once, with the reason’s owner and 30 days.
        </p>
      )}
      {(!refusal?.field || isActionMissing) && <RefusalNotice refusal={refusal} />}
      <div>
        <SendButton pending={pending} pendingWords="Closing…" label={`Close ${fix.title}`}>
          Close with this evidence
        </SendButton>
      </div>
    </form>
  );
}

/** All that its owner, or who may open fixes, can do with an open fix. A later state of it begins the forms anew. */
export function FixWork({ fix, people }: { fix: Fix; people: readonly Option[] }) {
  return (
    <details className="mt-1">
      <summary
        className="inline-flex min-h-6 cursor-pointer items-center font-medium text-accent text-s"
        aria-label={`Work on ${fix.title}`}
      >
        Work on it
      </summary>
      <div key={fix.seen} className="grid max-w-text gap-6 pt-3 pb-2">
        <WriteForm fix={fix} />
        <CloseForm fix={fix} />
        <HandOverForm fix={fix} people={people} />
      </div>
    </details>
  );
}
