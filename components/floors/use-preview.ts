import { type MouseEvent, startTransition, useActionState, useCallback, useState } from "react";
import { previewFloors } from "@/lib/actions/floors";

/** The preview beside the save: its last answer, whether the draft has moved on, and which of the two was asked last. */
export function usePreview() {
  const [result, dispatch, pending] = useActionState(previewFloors, null);
  const [isLatest, setIsLatest] = useState(false);
  const [isStale, setIsStale] = useState(false);
  const [isShown, setIsShown] = useState(false);
  const run = (event: MouseEvent<HTMLButtonElement>) => {
    const { form } = event.currentTarget;
    if (pending || !form) return;
    setIsLatest(true);
    setIsStale(false);
    setIsShown(true);
    const draft = new FormData(form);
    startTransition(() => dispatch(draft));
  };
  return {
    run,
    pending,
    isLatest,
    isStale,
    refusal: result?.ok === false ? result : null,
    model: result?.ok && isShown ? result.value : null,
    /** Somebody typed since. */
    markStale: () => setIsStale(true),
    /** The save is asked now: its errors count. */
    leave: () => setIsLatest(false),
    forget: useCallback(() => setIsShown(false), []),
  };
}
