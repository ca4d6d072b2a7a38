import "server-only";
import { AppError } from "@/lib/errors";
import { controlErrors, type Posted } from "@/lib/view/settings/definition-post";

interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** Errors of the definition by the control of the editor that shows them. */
export async function inControls<T>(form: Posted, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const listed = error instanceof AppError ? error.details?.errors : undefined;
    if (!(error instanceof AppError) || !Array.isArray(listed)) throw error;
    const errors = controlErrors(listed as FieldError[], form);
    const { field, message } = errors[0] ?? {};
    throw new AppError(error.code, {
      field,
      message: message ?? error.message,
      details: { errors: errors.map((each) => ({ ...each })) },
    });
  }
}
