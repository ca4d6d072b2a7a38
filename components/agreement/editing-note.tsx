import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import type { EditingModel } from "@/lib/view/settings/editing";

const DRAFT = "/agreement/draft";

/** On top of every page of something agreed: what it is part of, where a change goes, and what stands in its way. */
export function EditingNote({ line, notice, hasDraft }: EditingModel) {
  return (
    <div className="mb-6 grid gap-3">
      <p className="max-w-text text-muted text-s">
        {line} {hasDraft && <TextLink href={DRAFT}>See the draft</TextLink>}
      </p>
      {notice && (
        <Notice kind={notice.kind} title={notice.title}>
          {notice.words}
        </Notice>
      )}
    </div>
  );
}

/** What a form says once it is saved, with the way to the draft that took the change. */
export function SavedWords({ words, hasDraft }: { words: string; hasDraft: boolean }) {
  return (
    <>
      {words} {hasDraft && <TextLink href={DRAFT}>See the draft</TextLink>}
    </>
  );
}
