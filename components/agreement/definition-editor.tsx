"use client";

import { type ReactNode, useEffect } from "react";
import { fieldError, useActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { DoneWords, RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Notice } from "@/components/ui/notice";
import { SectionHead } from "@/components/ui/section-head";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { define } from "@/lib/actions/agreements";
import type { PageMeterModel } from "@/lib/view/agreement/one-page";
import type { DefinitionForm } from "@/lib/view/settings/definition-form";
import type { SampleModel } from "@/lib/view/settings/sample";
import { DefinitionFields } from "./definition-fields";
import { PageMeter } from "./page-meter";
import { SampleList } from "./sample-list";
import { useDraft } from "./use-draft";
import { useLivePreview } from "./use-live-preview";

type Props = {
  version: number;
  /** The version that takes what is saved; what was typed is kept under it. */
  into: number;
  seen: string;
  stored: DefinitionForm;
  currency: string;
  /** The sample under the definition that judges and, where it is another one, the stored; and which one it is. */
  sample: SampleModel;
  sampleKind: string;
  sampleNote: string;
  /** The words of the button and of what it did. */
  words: { save: string; saved: ReactNode };
  /** How much of the printed page the stored agreement takes. */
  meter: PageMeterModel;
};

/** Edits the definition while its draft is tried on real leads. */
export function DefinitionEditor({ version, into, seen, stored, currency, words, ...shown }: Props) {
  const { sample, sampleKind, sampleNote, meter } = shown;
  const save = useActionForm(define);
  const { form, set, drop, isDirty, isRestored } = useDraft(`accord-definition-${into}`, stored);
  const preview = useLivePreview(save.form.ref, isDirty ? form : null);
  const isDone = save.done !== null;
  useEffect(() => {
    if (isDone) drop();
  }, [isDone, drop]);
  const model = preview.model ?? sample;
  const errorOf = (field: string) => fieldError(preview.refusal ?? (isDirty ? save.refusal : null), field);
  return (
    <form {...save.form}>
      <UnsavedGuard when={isDirty && !save.pending} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="seen" value={seen} />
      <input type="hidden" name="sample" value={sampleKind} />
      {isRestored && isDirty && (
        <div className="mb-6">
          <Notice
            title="What you typed here before was not saved; it is in the fields again."
            action={
              <Button size="s" onClick={drop}>
                Throw it away
              </Button>
            }
          />
        </div>
      )}
      <SectionHead title="Score and eight fields" note="all of them must pass" />
      <DefinitionFields form={form} set={set} errorOf={errorOf} currency={currency} sample={model} />
      <div className="sticky bottom-0 z-2 -mx-4 grid gap-3 border-ink border-t bg-paper px-4 py-3 md:-mx-1.5 md:px-1.5">
        <RefusalNotice refusal={isDirty ? save.refusal : null} many="Nothing was saved" />
        <PageMeter meter={preview.meter ?? meter} />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p role="status" className="mr-auto font-medium">
            {headline(sample, preview, isDirty)}
          </p>
          <DoneWords done={isDone && !isDirty}>{words.saved}</DoneWords>
          {isDirty && (
            <Button variant="quiet" onClick={drop}>
              Throw away what was typed
            </Button>
          )}
          <SendButton pending={save.pending}>{words.save}</SendButton>
        </div>
      </div>
      <section aria-labelledby="sample" className="mt-10">
        <SectionHead id="sample" title="The sample" note={sampleNote} />
        <SampleList model={model} />
      </section>
    </form>
  );
}

function headline(sample: SampleModel, preview: ReturnType<typeof useLivePreview>, isDirty: boolean): string {
  const now = `${sample.now} of ${sample.of} leads pass now`;
  if (!isDirty) return sample.draft === null ? now : `${now}, ${sample.draft} with the draft`;
  if (preview.refusal) return `${now}. The draft cannot be tried yet: ${preview.refusal.message}`;
  if (preview.pending || preview.model?.draft == null) return `${now}. Trying the draft…`;
  return `${now}, ${preview.model.draft} with the draft`;
}
