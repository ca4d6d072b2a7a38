import "server-only";
import type { IsoDate } from "@/lib/domain/dates";
import { AppError } from "@/lib/errors";

/** What is agreed cannot move before its boundary (metrics.md §6); the date is in the details for screens. */
export function frozenUntilError(until: IsoDate, what = "This is part of the agreement in force, which is"): AppError {
  return new AppError("FROZEN_UNTIL", {
    message: `${what} frozen until ${until}. Change it in the draft of the next version, which comes into force then.`,
    details: { frozen_until: until },
  });
}

/** The same for what no draft holds: it can be set again once the date has come. */
export function heldUntilError(until: IsoDate, field: string, message: string): AppError {
  return new AppError("FROZEN_UNTIL", { field, message, details: { frozen_until: until } });
}

/** Three have signed it and it waits for its day: an edit would void what they signed. */
export function signedError(version: number): AppError {
  return new AppError("ALREADY_SIGNED", {
    message: `Version ${version} is signed and waits for its day. Send it back for socialization first, with a reason; then it can be edited.`,
  });
}

export function notASigner(): AppError {
  const message =
    "Three people sign: the CRO, the CMO and the VP RevOps. Your role is none of these, so nothing has changed.";
  return new AppError("NOT_A_SIGNER", { message, status: 403 });
}
