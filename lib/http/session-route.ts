import "server-only";
import { randomUUID } from "node:crypto";
import { authorize, type Person } from "@/lib/auth/actor";
import { currentActor } from "@/lib/auth/gate";
import type { Permission } from "@/lib/auth/permissions";
import { AppError, asAppError, problemOf } from "@/lib/errors";
import { logError } from "@/lib/log";

type Handler = (request: Request) => Promise<Response>;

function signedOut(): AppError {
  return new AppError("UNAUTHENTICATED", { message: "You are signed out. Sign in again, then repeat this." });
}

/** A person has no bearer token to send: the challenge of the key-holders' edge would only mislead. */
function problemResponse(error: AppError, id: string): Response {
  const { status, headers, body } = problemOf(error, id);
  const { "WWW-Authenticate": _, ...rest } = headers;
  return new Response(JSON.stringify(body), { status, headers: rest });
}

/**
 * Wraps a GET that our own pages ask with the reader's session (search, the next leads of the queue, CSV): who asks and
 * whether their role may, then `answer`. Refusals are problem documents, as in the API; faults are logged under their number.
 */
export function sessionRoute(
  permission: Permission,
  answer: (actor: Person, request: Request) => Promise<Response>,
): Handler {
  return async (request) => {
    try {
      const actor = await currentActor();
      if (!actor) throw signedOut();
      await authorize(actor, permission, new URL(request.url).pathname);
      return await answer(actor, request);
    } catch (error) {
      const id = randomUUID();
      const refusal = asAppError(error, id);
      if (refusal !== error) logError("read failed", { id, permission }, error);
      return problemResponse(refusal, id);
    }
  };
}
