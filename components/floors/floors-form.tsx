"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { fieldError, useActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { SectionHead } from "@/components/ui/section-head";
import { Textarea } from "@/components/ui/textarea";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { setFloors } from "@/lib/actions/floors";
import type { Segment } from "@/lib/domain/segments";
import type { TermsText } from "@/lib/domain/terms";
import { BreachPreview } from "./breach-preview";
import { type FloorRow, FloorTable } from "./floor-table";
import { LimitFields } from "./limit-fields";
import { usePreview } from "./use-preview";

type Props = {
  version: number;
  seen: string;
  text: TermsText;
  currency: string;
  sources: FloorRow[];
  segments: { code: Segment; label: string }[];
  /** The words of the button and of what it did. */
  save: string;
  saved: ReactNode;
};

/** All numbers of the agreement in one form: preview, a reason, save. */
export function FloorsForm({ version, seen, text, currency, sources, segments, save: words, saved }: Props) {
  const save = useActionForm(setFloors);
  const preview = usePreview();
  const reason = useRef<HTMLTextAreaElement>(null);
  const isDone = save.done !== null;
  const { forget } = preview;
  useEffect(() => {
    if (!isDone) return;
    if (reason.current) reason.current.value = "";
    forget();
  }, [isDone, forget]);
  const refusal = preview.isLatest ? preview.refusal : save.refusal;
  const errorOf = (field: string) => fieldError(refusal, field);
  return (
    <form
      {...save.form}
      onInput={() => {
        save.form.onInput();
        preview.markStale();
      }}
      onSubmit={(event) => {
        preview.leave();
        save.form.onSubmit(event);
      }}
    >
      <UnsavedGuard when={save.refusal ? true : undefined} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="seen" value={seen} />
      <section aria-labelledby="floors">
        <SectionHead
          id="floors"
          title="Acceptance floors"
          note="accepted ÷ handed over; a segment left blank takes the floor of its source, a source left blank has none"
        />
        <FloorTable sources={sources} segments={segments} text={text} errorOf={errorOf} />
      </section>
      <LimitFields text={text} currency={currency} errorOf={errorOf} />
      <section aria-labelledby="save" className="mt-10">
        <SectionHead id="save" title="Preview and save" />
        <div className="grid gap-x-12 gap-y-6 pt-4 lg:grid-cols-2">
          <div className="grid content-start gap-4">
            <Field
              name="reason"
              label="Why you change this"
              hint="Kept beside the change for everybody who asks later."
              error={errorOf("reason")}
              required
            >
              {(control) => <Textarea {...control} ref={reason} rows={2} maxLength={500} />}
            </Field>
            <RefusalNotice refusal={refusal} many="Nothing was saved" />
            <div className="flex flex-wrap items-center gap-3">
              <Button onClick={preview.run} aria-disabled={preview.pending || undefined}>
                {preview.pending ? "Computing…" : "Preview what would breach"}
              </Button>
              <SendButton pending={save.pending}>{words}</SendButton>
              <DoneWords done={isDone}>{saved}</DoneWords>
            </div>
          </div>
          <div aria-live="polite">
            {preview.model && <BreachPreview preview={preview.model} isStale={preview.isStale} />}
            {!preview.model && (
              <p className="text-muted text-s">
                The preview computes this week’s Monday with the numbers above, by the same rules as the page itself.
              </p>
            )}
          </div>
        </div>
      </section>
    </form>
  );
}
