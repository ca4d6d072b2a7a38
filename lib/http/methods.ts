import "server-only";
import { AppError } from "@/lib/errors";
import { guarded, type Handler } from "./route";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];

/** What a route file exports. HEAD is missing: Next answers it as GET without the body. */
export type Methods = Readonly<Record<Method | "OPTIONS", Handler>>;

const refusing = new WeakSet<Handler>();

/** Whether a handler stands there only to say that its address, or that method of it, does not exist, whoever asks. */
export function isRefusing(handler: unknown): boolean {
  return typeof handler === "function" && refusing.has(handler as Handler);
}

function withAllow(response: Response, allow: string): Response {
  response.headers.set("Allow", allow);
  return response;
}

/**
 * All methods of an address of the API: `given`, and for the others a problem document 405 that names what there is, in place
 * of Next's answer without body or headers. Export them by name: `export const { GET, POST, … } = methods({ GET: … })`.
 */
export function methods(given: Partial<Record<Method, Handler>>): Methods {
  const known = METHODS.filter((method) => given[method]);
  const allow = [...known.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])), "OPTIONS"].join(", ");
  const refuse = guarded(async ({ method }) => {
    const message = `There is no ${method} here. This address knows ${allow}.`;
    throw new AppError("METHOD_NOT_ALLOWED", { message });
  });
  const refusal: Handler = async (request, context) => withAllow(await refuse(request, context), allow);
  const options: Handler = guarded(async () => new Response(null, { status: 204, headers: { Allow: allow } }));
  refusing.add(refusal).add(options);
  const all = METHODS.map((method) => [method, given[method] ?? refusal] as const);
  return { ...(Object.fromEntries(all) as Record<Method, Handler>), OPTIONS: options };
}

const unknown: Handler = guarded(async ({ url }) => {
  const message = `The API has nothing at ${new URL(url).pathname}. GET /api/v1/openapi.json lists what there is.`;
  throw new AppError("NOT_FOUND", { message });
});
refusing.add(unknown);

/** All methods of an address that does not exist: a problem document 404. */
export const nothingHere: Methods = {
  GET: unknown,
  POST: unknown,
  PUT: unknown,
  PATCH: unknown,
  DELETE: unknown,
  OPTIONS: unknown,
};
