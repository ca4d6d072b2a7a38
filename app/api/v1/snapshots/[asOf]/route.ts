import { snapshotJson } from "@/lib/data/snapshots";
import { AppError } from "@/lib/errors";
import { methods } from "@/lib/http/methods";
import { readRoute } from "@/lib/http/route";
import { noQuery, parseAsOfPath } from "@/lib/http/schemas/snapshots";

/** The frozen metrics of one Monday. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: readRoute({
    permission: "metrics.read",
    query: noQuery,
    answer: async ({ path }) => {
      const asOf = parseAsOfPath(path.asOf);
      const frozen = await snapshotJson(asOf);
      if (frozen !== null) return frozen;
      throw new AppError("NOT_FOUND", {
        field: "as_of",
        message: `No snapshot of ${asOf} was taken. GET /api/v1/snapshots lists the Mondays that are frozen.`,
      });
    },
  }),
});
