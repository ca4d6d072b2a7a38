import type { RefusedDecision } from "@/lib/actions/decisions";
import { isReason } from "@/lib/domain/reasons";
import { type DeskState, type Draft, EMPTY_DRAFT, TOUCHES } from "@/lib/view/desk";
import { faultOf } from "./answers";

/** What a browser without scripts had typed, from the fields of its form. */
function draftOf({ touch, reason = "", note = "", duplicate_of }: Record<string, string>): Draft {
  return {
    touch: TOUCHES.find(({ value }) => value === touch)?.value ?? EMPTY_DRAFT.touch,
    reason: isReason(reason) ? reason : null,
    duplicate: duplicate_of ? { key: duplicate_of, label: duplicate_of, hint: "" } : null,
    note,
  };
}

/** The desk after a form was posted without scripts and refused: what was typed, and the fault at its field. */
export function postedState(initial: DeskState, posted: RefusedDecision | null): DeskState {
  const id = posted?.typed.cycle;
  if (!posted || !id || !initial.items.some((item) => item.id === id)) return initial;
  return {
    ...initial,
    current: id,
    isOpen: true,
    drafts: { ...initial.drafts, [id]: draftOf(posted.typed) },
    faults: { ...initial.faults, [id]: faultOf(posted) },
  };
}
