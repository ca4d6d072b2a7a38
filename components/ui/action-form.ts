"use client";

import { type FormEvent, type RefObject, startTransition, useActionState, useEffect, useRef, useState } from "react";

/** A refusal of a server action: words with a cure and, where there is one, the field. */
export interface FormRefusal {
  ok: false;
  code: string;
  message: string;
  field?: string;
  details?: { readonly [name: string]: unknown };
}

export type FormAction<T> = (previous: unknown, form: FormData) => Promise<{ ok: true; value: T } | FormRefusal>;

export interface ActionForm<T> {
  /** Spread on the `<form>`. */
  form: {
    ref: RefObject<HTMLFormElement | null>;
    action: (form: FormData) => void;
    onSubmit: (event: FormEvent<HTMLFormElement>) => void;
    onInput: () => void;
    noValidate: true;
    "aria-busy": boolean;
  };
  pending: boolean;
  /** The last refusal, until the next try. */
  refusal: FormRefusal | null;
  /** What the last try gave, until somebody types again. */
  done: { value: T } | null;
  /** Words for one field, for its `error`. */
  errorOf: (field: string) => string | null;
}

interface Options<T> {
  /** Told once of every try that was accepted. */
  onDone?: (value: T) => void;
  /** Empties the form after it was accepted: for forms that add one more. */
  reset?: boolean;
}

/** The words of a refusal for one field: from its list of errors, else where it names the field alone. */
export function fieldError(refusal: FormRefusal | null, field: string): string | null {
  if (!refusal) return null;
  const errors = refusal.details?.errors;
  if (!Array.isArray(errors)) return refusal.field === field ? refusal.message : null;
  return (errors as { field: string; message: string }[]).find((error) => error.field === field)?.message ?? null;
}

/**
 * A form that sends itself to a server action and loses nothing when it is refused: React empties a form after its action,
 * so the submission is taken over here. Without script it posts as it is. A refusal brings the focus to its first field.
 */
export function useActionForm<T>(action: FormAction<T>, { onDone, reset = false }: Options<T> = {}): ActionForm<T> {
  const [result, dispatch, pending] = useActionState(action, null);
  const [isStale, setIsStale] = useState(false);
  const ref = useRef<HTMLFormElement>(null);

  const told = useRef(onDone);
  useEffect(() => {
    told.current = onDone;
  });
  useEffect(() => {
    if (result?.ok && reset) ref.current?.reset();
    if (result?.ok) told.current?.(result.value);
    if (result?.ok === false) ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [result, reset]);

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const { submitter } = event.nativeEvent as SubmitEvent;
    const form = new FormData(event.currentTarget, submitter);
    setIsStale(false);
    startTransition(() => dispatch(form));
  };
  const refusal = result?.ok === false ? result : null;
  return {
    form: { ref, action: dispatch, onSubmit, onInput: () => setIsStale(true), noValidate: true, "aria-busy": pending },
    pending,
    refusal,
    done: result?.ok && !isStale ? { value: result.value } : null,
    errorOf: (field) => fieldError(refusal, field),
  };
}
