import "server-only";
import { randomUUID } from "node:crypto";
import { unstable_rethrow } from "next/navigation";
import { authorize, type Person } from "@/lib/auth/actor";
import { recordDenial } from "@/lib/auth/denials";
import { currentActor } from "@/lib/auth/gate";
import { consume } from "@/lib/auth/limits";
import type { Permission } from "@/lib/auth/permissions";
import { AppError, asAppError, type Failure, failureOf } from "@/lib/errors";
import { logError } from "@/lib/log";

/** What a server action answers. A refusal has a code, words with a cure and, where there is one, the field. */
export type ActionResult<T> = { ok: true; value: T } | Failure;

/** The form of every server action, as `useActionState` calls it; the first argument is never looked at. */
export type Action<T> = (previous: unknown, form: FormData) => Promise<ActionResult<T>>;

/** Turns whatever was thrown into a refusal; faults are logged under the number that the refusal names. */
async function refuse(error: unknown, permission: string, actor: Person | null): Promise<Failure> {
  const id = randomUUID();
  const refusal = asAppError(error, id);
  if (refusal !== error) logError("action failed", { id, permission, actor: actor?.id }, error);
  if (refusal.status === 403 && actor) await recordDenial(refusal, { actor: actor.label, action: permission });
  return failureOf(refusal);
}

/**
 * Wraps a write so that it can be exported from a "use server" file: who sent it, whether their role may, how often,
 * what the form says; only then `run`, which makes one service call.
 * @param parse reads the form, which may hold anything; throws AppError (see `fields` in ./form.ts)
 */
export function action<Input, Value>(
  permission: Permission,
  parse: (form: FormData) => Input,
  run: (actor: Person, input: Input) => Promise<Value>,
): Action<Value> {
  return async (_previous, form) => {
    let actor: Person | null = null;
    try {
      actor = await currentActor();
      if (!actor) throw signedOut();
      await authorize(actor, permission);
      await consume("action", String(actor.id));
      return { ok: true, value: await run(actor, parse(form)) };
    } catch (error) {
      // Redirects and the 403 page are thrown too; they are Next's to catch.
      unstable_rethrow(error);
      return refuse(error, permission, actor);
    }
  };
}

function signedOut(): AppError {
  return new AppError("UNAUTHENTICATED", {
    message:
      "You are signed out, so nothing was saved. Sign in again in another tab and repeat this; what you typed is still here.",
  });
}
