import "server-only";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { type Actor, authorize } from "@/lib/auth/actor";
import { rememberUse } from "@/lib/auth/keys";
import type { Permission } from "@/lib/auth/permissions";
import { isSecure } from "@/lib/auth/session";
import { callerOf } from "./caller";
import { problemResponse } from "./problem";
import { parseQuery } from "./query";
import { DATA_POLICY, securityHeaders } from "./security-headers";

/** What a handler gets once everything was checked. */
export interface Call<Query> {
  actor: Actor;
  query: Query;
  /** The dynamic parts of the path, as they came. */
  path: Readonly<Record<string, string>>;
}

export interface Route<S extends z.ZodType> {
  /** What the caller must have; null: any living key and any person who is signed in. */
  permission: Permission | null;
  query: S;
  /** The body as JSON text: bytes that were made once are not made again. Throws AppError for what it refuses. */
  answer(call: Call<z.output<S>>): Promise<string>;
}

/** What Next hands to a route besides the request. */
interface Context {
  params: Promise<Record<string, string | string[] | undefined> | undefined>;
}

export type Handler = (request: Request, context: Context) => Promise<Response>;

async function pathOf(context: Context): Promise<Record<string, string>> {
  // A route without dynamic parts has no params at all in a production build.
  const entries = Object.entries((await context.params) ?? {});
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}

/** proxy.ts leaves the API alone, so that bodies are not cut; the headers come from here. */
function finish(response: Response, requestId: string): Response {
  const headers = { ...securityHeaders(isSecure()), "Content-Security-Policy": DATA_POLICY, "X-Request-Id": requestId };
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

export const jsonResponse = (body: string): Response =>
  new Response(body, { headers: { "Content-Type": "application/json; charset=utf-8" } });

/** Runs a handler under a request id; whatever it throws becomes a problem document. */
export function guarded(handle: Handler): Handler {
  return async (request, context) => {
    const requestId = randomUUID();
    const response = await handle(request, context).catch((error: unknown) => problemResponse(error, requestId));
    return finish(response, requestId);
  };
}

/**
 * A read of the API: who calls (and how often), whether they may, what they ask, then the answer. The order is fixed:
 * strangers learn nothing about parameters.
 */
export function readRoute<S extends z.ZodType>(route: Route<S>): Handler {
  return guarded(async (request, context) => {
    const actor = await callerOf(request);
    if (route.permission !== null) await authorize(actor, route.permission, new URL(request.url).pathname);
    const query = parseQuery(route.query, request.url);
    const body = await route.answer({ actor, query, path: await pathOf(context) });
    if (actor.kind === "key") await rememberUse(actor);
    return jsonResponse(body);
  });
}
