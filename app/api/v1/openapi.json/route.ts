import { methods } from "@/lib/http/methods";
import { openApiDocument } from "@/lib/http/openapi";
import { readRoute } from "@/lib/http/route";
import { noQuery } from "@/lib/http/schemas/snapshots";

/** What this API is, in OpenAPI 3.1, made from the schemas that validate it. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: readRoute({
    permission: null,
    query: noQuery,
    answer: async () => JSON.stringify(openApiDocument()),
  }),
});
