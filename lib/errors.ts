/** What may stand in `details`: plain JSON, so that every edge can print it. */
export type Detail = string | number | boolean | null | readonly Detail[] | { readonly [name: string]: Detail };

export interface AppErrorOptions {
  /** In words, with the cure: what to do, not only what is wrong. */
  message: string;
  /** HTTP status; told by the code unless given, 422 for codes that are not listed below. */
  status?: number;
  /** The field of the form or record that is at fault. */
  field?: string;
  details?: { readonly [name: string]: Detail };
}

const STATUS: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  CEO_ICP_ONLY: 403,
  FORBIDDEN: 403,
  HIDDEN_UNTIL_ALL: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  ALREADY_DECIDED: 409,
  CHECK_TAKEN: 409,
  BRIEF_ENDED: 409,
  BRIEF_IN_FORCE: 409,
  BRIEF_SIGNED: 409,
  CLOCK_ALREADY_OPEN: 409,
  CLOCK_NOT_DUE: 409,
  CONFLICT: 409,
  DIAGNOSTIC_CLOSED: 409,
  DIAGNOSTIC_OPEN: 409,
  DISPUTE_CLOSED: 409,
  DISPUTE_OPEN: 409,
  EMAIL_TAKEN: 409,
  FIX_CLOSED: 409,
  ICP_CLOSED_UNTIL: 409,
  ILLEGAL_TRANSITION: 409,
  ISSUE_OPEN: 409,
  LAST_ADMIN: 409,
  LOCKED_BY_DATA: 409,
  NAME_ALREADY_MAPPED: 409,
  OLD_VERSION: 409,
  POSITION_MISSING: 409,
  SCORE_READ_ONLY: 403,
  SNAPSHOT_CLOSED: 409,
  STILL_OWNER: 409,
  TOO_SOON: 409,
  TOO_LARGE: 413,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
};

/** A refusal that the caller may read: nothing was written. Everything else that is thrown is a fault. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: string;
  readonly status: number;
  readonly field: string | undefined;
  readonly details: AppErrorOptions["details"];

  constructor(code: string, { message, status, field, details }: AppErrorOptions) {
    super(message);
    this.code = code;
    this.status = status ?? STATUS[code] ?? 422;
    this.field = field;
    this.details = details;
  }
}

/** By Prisma's, Postgres' and the system's code: the database cannot be asked now, later perhaps. */
const AWAY = new Set([
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
  "08000",
  "08001",
  "08003",
  "08006",
  "53300",
  "57P01",
  "57P02",
  "57P03",
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
]);
const AWAY_WORDS = /timeout exceeded when trying to connect|Connection terminated|connection timeout/i;

function isAway(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 4) return false;
  const { code, message, cause, meta } = error as {
    code?: unknown;
    message?: unknown;
    cause?: unknown;
    meta?: unknown;
  };
  if (typeof code === "string" && AWAY.has(code)) return true;
  if (typeof message === "string" && AWAY_WORDS.test(message)) return true;
  // Prisma keeps what the driver said of a raw query in `meta`.
  const driver = typeof meta === "object" && meta !== null && "driverAdapterError" in meta && meta.driverAdapterError;
  return isAway(cause, depth + 1) || isAway(driver, depth + 1);
}

/** Seconds after which a caller may ask again when the database was away. */
const RETRY_AFTER = 5;

/**
 * Any thrown value as a refusal fit for strangers. A fault keeps its words to itself: the answer carries only
 * `id`, under which the edge has logged it.
 */
export function asAppError(error: unknown, id: string): AppError {
  if (error instanceof AppError) return error;
  if (isAway(error)) {
    return new AppError("UNAVAILABLE", {
      message: "The database cannot be reached just now. Try again in a few seconds; what was saved before is safe.",
      details: { retry_after: RETRY_AFTER },
    });
  }
  return new AppError("INTERNAL", {
    message: `Something went wrong on our side. Reload the page to see where things stand; if it stays, give your admin this number: ${id}.`,
    details: { request_id: id },
  });
}

/** What a server action answers when it refuses. */
export interface Failure {
  ok: false;
  code: string;
  field?: string;
  message: string;
  details?: AppErrorOptions["details"];
}

/** The map of the forms' edge. */
export function failureOf(error: AppError): Failure {
  const { code, field, message, details } = error;
  return { ok: false, code, message, ...(field && { field }), ...(details && { details }) };
}

/** A problem document (RFC 9457) with the headers that go with it. */
export interface Problem {
  status: number;
  headers: Record<string, string>;
  body: {
    type: string;
    title: string;
    status: number;
    detail: string;
    code: string;
    request_id: string;
    errors?: { field: string; code: string; message: string }[];
    details?: AppErrorOptions["details"];
  };
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  413: "Too large",
  429: "Too many requests",
  500: "Internal error",
  503: "Unavailable",
};

/** The map of the API's edge (formats.md, API). */
export function problemOf(error: AppError, requestId: string): Problem {
  const { code, status, field, message, details } = error;
  const retry = details?.retry_after;
  return {
    status,
    headers: {
      "Content-Type": "application/problem+json",
      ...(typeof retry === "number" && { "Retry-After": String(retry) }),
      ...(status === 401 && { "WWW-Authenticate": "Bearer" }),
    },
    body: {
      type: `urn:accord:error:${code.toLowerCase()}`,
      title: TITLES[status] ?? "Cannot be processed",
      status,
      detail: message,
      code,
      request_id: requestId,
      ...(field && { errors: [{ field, code, message }] }),
      ...(details && { details }),
    },
  };
}
