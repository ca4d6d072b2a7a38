import "server-only";
import { randomUUID } from "node:crypto";
import { authorize, type Person } from "@/lib/auth/actor";
import { currentActor } from "@/lib/auth/gate";
import type { Permission } from "@/lib/auth/permissions";
import { AppError } from "@/lib/errors";
import { problemResponse } from "./problem";

/**
 * Wraps a GET that our own pages ask with the reader's session (search, the next leads of the queue, long exports): who
 * asks and whether their role has all of `permissions`, then `answer`. What it throws becomes a problem document.
 */
export function sessionRoute(
  permissions: readonly Permission[],
  answer: (actor: Person, request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      const actor = await currentActor();
      if (!actor) throw new AppError("UNAUTHENTICATED", { message: "You are signed out. Sign in, then repeat this." });
      for (const permission of permissions) await authorize(actor, permission, new URL(request.url).pathname);
      return await answer(actor, request);
    } catch (error) {
      return problemResponse(error, randomUUID());
    }
  };
}
