import { useCallback, useEffect, useState } from "react";
import { type DefinitionForm, isDefinitionForm } from "@/lib/view/settings/definition-form";

/** What was kept in this tab, if it is a draft of this form. */
function readKept(key: string): DefinitionForm | null {
  try {
    const kept: unknown = JSON.parse(window.sessionStorage.getItem(key) ?? "null");
    return isDefinitionForm(kept) ? kept : null;
  } catch {
    return null;
  }
}

/**
 * The draft of the editor. It is kept in this tab, so that a reload or an expired session loses nothing, until it is saved
 * or thrown away.
 * @param stored the form of what is stored
 */
export function useDraft(key: string, stored: DefinitionForm) {
  const [draft, setDraft] = useState<DefinitionForm | null>(null);
  const [isRestored, setIsRestored] = useState(false);
  const form = draft ?? stored;
  const isDirty = draft !== null && JSON.stringify(draft) !== JSON.stringify(stored);

  useEffect(() => {
    const kept = readKept(key);
    setDraft(kept);
    setIsRestored(kept !== null);
  }, [key]);

  const set = (change: Partial<DefinitionForm>) => {
    const next = { ...form, ...change };
    setDraft(next);
    window.sessionStorage.setItem(key, JSON.stringify(next));
  };

  const drop = useCallback(() => {
    window.sessionStorage.removeItem(key);
    setDraft(null);
    setIsRestored(false);
  }, [key]);

  return { form, set, drop, isDirty, isRestored };
}
