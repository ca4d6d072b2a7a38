import "server-only";
import { authorize, loggingRefusals } from "@/lib/auth/actor";
import type { Permission } from "@/lib/auth/permissions";
import type { AppError } from "@/lib/errors";
import { callerOf } from "./caller";
import { guarded, type Handler } from "./route";

/**
 * A write that nobody may make. Callers who may read are told why, in words; the try stands in the denial log. Others learn
 * no more than elsewhere: UNAUTHENTICATED, FORBIDDEN.
 */
export function readOnlyRoute(permission: Permission, refusal: () => AppError): Handler {
  return guarded(async (request) => {
    const actor = await callerOf(request);
    const { pathname } = new URL(request.url);
    await authorize(actor, permission, pathname);
    return loggingRefusals(actor, permission, pathname, () => Promise.reject(refusal()));
  });
}
