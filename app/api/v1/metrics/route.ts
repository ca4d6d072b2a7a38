import { metricsJson } from "@/lib/data/metrics-document";
import { currentMonday } from "@/lib/data/monday";
import { methods } from "@/lib/http/methods";
import { readRoute } from "@/lib/http/route";
import { metricsQuery } from "@/lib/http/schemas/metrics";

/** The metrics JSON of a Monday, the current one unless `as_of` says another: the same bytes for every caller. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: readRoute({
    permission: "metrics.read",
    query: metricsQuery,
    answer: async ({ query }) => metricsJson(query.as_of ?? (await currentMonday(new Date()))),
  }),
});
