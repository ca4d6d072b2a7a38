import { listSnapshots } from "@/lib/data/snapshots";
import { methods } from "@/lib/http/methods";
import { readRoute } from "@/lib/http/route";
import { snapshotListJson, snapshotsQuery } from "@/lib/http/schemas/snapshots";

/** The frozen Mondays, latest first, with id and hash. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: readRoute({
    permission: "metrics.read",
    query: snapshotsQuery,
    answer: async ({ query }) =>
      snapshotListJson(await listSnapshots({ limit: Number(query.limit), offset: Number(query.offset) })),
  }),
});
