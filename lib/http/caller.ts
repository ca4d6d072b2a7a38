import "server-only";
import { type Actor, type Person, personOfSession } from "@/lib/auth/actor";
import { clientAddress } from "@/lib/auth/client-address";
import { checkKey } from "@/lib/auth/keys";
import { consume } from "@/lib/auth/limits";
import { authCookie, openSession } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";

function cookieOf(request: Request, name: string): string | undefined {
  const pairs = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

async function signedIn(request: Request): Promise<Person | null> {
  const session = await openSession(cookieOf(request, authCookie("session").name));
  const person = session && (await personOfSession(BigInt(session.uid), session.sv));
  if (person) await consume("action", String(person.id));
  return person;
}

/**
 * Who calls the API: the key of the `Authorization` header, or the person of the session cookie where there is no such
 * header. Every call counts against a limit. Throws AppError UNAUTHENTICATED, RATE_LIMITED, UNAVAILABLE.
 */
export async function callerOf(request: Request): Promise<Actor> {
  const header = request.headers.get("authorization");
  const actor = header === null ? await signedIn(request) : await checkKey(header, clientAddress(request.headers));
  if (actor) return actor;
  const message =
    header === null
      ? "This call needs a key: send Authorization: Bearer <key>. Keys are made with npm run admin -- create-key."
      : "This key is not known here, or it was revoked. Make another with npm run admin -- create-key.";
  throw new AppError("UNAUTHENTICATED", { message });
}
