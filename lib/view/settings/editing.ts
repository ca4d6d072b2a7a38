import { draftOf, type Editing, isClosed, isLive } from "@/lib/domain/editing";
import { dayText, inForceWords } from "@/lib/view/agreement/standing";

/** The quiet line on top of a page of something agreed, and what stands in the way of an edit. */
export interface EditingModel {
  line: string;
  notice: EditingNotice | null;
  /** The line goes on with a link to the draft that is there already. */
  hasDraft: boolean;
}

export interface EditingNotice {
  kind: "warn" | "info";
  title: string;
  words: string;
}

function standing({ judging, frozenUntil, isFrozen }: Editing): string {
  if (frozenUntil === null)
    return `Part of agreement version ${judging}, which counts until three have signed the first.`;
  return `Part of agreement version ${judging}, ${inForceWords(frozenUntil, isFrozen)}.`;
}

function noticeOf({ target }: Editing): EditingNotice | null {
  const { version, status, signatures, effectiveFrom } = target;
  if (status === "signed") {
    const day = effectiveFrom === null ? "its day" : dayText(effectiveFrom);
    return {
      kind: "info",
      title: `Version ${version} is signed and waits for ${day}, so nothing agreed can be changed.`,
      words:
        "What stands here is what it says. One of the three who signed can send it back for socialization; then it can be edited again.",
    };
  }
  if (status !== "proposed") return null;
  const voided = signatures === 1 ? "1 signature, which it voids" : `${signatures} signatures, which it voids`;
  return {
    kind: "warn",
    title: `Version ${version} is proposed. A change makes it a draft again.`,
    words: signatures === 0 ? "It is then proposed anew." : `It has ${voided}; all three sign anew.`,
  };
}

export function editingModel(editing: Editing): EditingModel {
  const { judging, target } = editing;
  const hasDraft = target.status !== "provisional" && target.status !== "new";
  if (isLive(editing)) {
    const line = `Part of agreement version ${judging}, which nobody has signed yet: a change counts at once.`;
    return { line, notice: null, hasDraft };
  }
  const goes = isClosed(editing) ? "" : ` A change goes into the draft of version ${target.version}.`;
  return { line: `${standing(editing)}${goes}`, notice: noticeOf(editing), hasDraft };
}

/** What a form says once it is saved: `live` where the change counts at once. */
export function savedWords(editing: Editing, live: string): string {
  const draft = draftOf(editing);
  return draft === null ? live : `Saved in the draft of version ${draft}.`;
}

/** The button of a form whose every field is agreed: `live` where the change counts at once. */
export function saveWords(editing: Editing, live = "Save"): string {
  const draft = draftOf(editing);
  return draft === null ? live : `Save in the draft of version ${draft}`;
}
