import "server-only";
import { AppError } from "@/lib/errors";
import { controlErrors, controlOf, type Posted } from "@/lib/view/settings/definition-post";

interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** A refusal of one field, such as of what makes the page too long, at its control. */
function inControl({ code, field, message, status, details }: AppError): AppError {
  return new AppError(code, { message, status, details, ...(field !== undefined && { field: controlOf(field) }) });
}

/** Errors of the definition by the control of the editor that shows them. */
export async function inControls<T>(form: Posted, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const listed = error instanceof AppError ? error.details?.errors : undefined;
    if (!(error instanceof AppError)) throw error;
    if (!Array.isArray(listed)) throw inControl(error);
    const errors = controlErrors(listed as FieldError[], form);
    const { field, message } = errors[0] ?? {};
    throw new AppError(error.code, {
      field,
      message: message ?? error.message,
      details: { errors: errors.map((each) => ({ ...each })) },
    });
  }
}
