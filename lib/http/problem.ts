import "server-only";
import { CalendarEmptyError } from "@/lib/domain/calendar";
import { AppError, asAppError, problemOf } from "@/lib/errors";
import { logError } from "@/lib/log";

export interface FieldError {
  field: string;
  code: string;
  message: string;
}

/** A request that cannot be read; every field that is at fault is named. Its code is the first field's. */
export class FieldsError extends AppError {
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    const [first] = errors;
    const message = errors.map((error) => error.message).join(" ");
    super(first?.code ?? "INVALID", { message, ...(first && { field: first.field }) });
    this.errors = errors;
  }
}

function refusalOf(error: unknown, requestId: string): AppError {
  if (error instanceof CalendarEmptyError) return new AppError(error.code, { message: error.message });
  return asAppError(error, requestId);
}

/** The answer to anything thrown (formats.md, API); faults are logged under the request's id and told to nobody. */
export function problemResponse(error: unknown, requestId: string): Response {
  const refusal = refusalOf(error, requestId);
  if (refusal.status >= 500) logError("api", { request_id: requestId, code: refusal.code }, error);
  const { status, headers, body } = problemOf(refusal, requestId);
  const errors = refusal instanceof FieldsError ? { errors: refusal.errors } : {};
  return new Response(JSON.stringify({ ...body, ...errors }), { status, headers });
}
