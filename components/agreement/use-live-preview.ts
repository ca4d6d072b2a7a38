import { type RefObject, startTransition, useActionState, useEffect } from "react";
import { previewDefinition } from "@/lib/actions/agreements";
import type { DefinitionForm } from "@/lib/view/settings/definition-form";

const QUIET_MS = 600;

/**
 * Tries a draft on the sample and on the printed page once the typing has paused.
 * @param ref the form that holds it
 * @param draft what was typed; each change starts the pause again, null stops it
 */
export function useLivePreview(ref: RefObject<HTMLFormElement | null>, draft: DefinitionForm | null) {
  const [result, dispatch, pending] = useActionState(previewDefinition, null);
  useEffect(() => {
    if (!draft) return;
    const timer = setTimeout(() => {
      if (!ref.current) return;
      const posted = new FormData(ref.current);
      startTransition(() => dispatch(posted));
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [ref, draft, dispatch]);
  return {
    pending,
    model: draft && result?.ok ? result.value.sample : null,
    meter: draft && result?.ok ? result.value.meter : null,
    refusal: draft && result?.ok === false ? result : null,
  };
}
