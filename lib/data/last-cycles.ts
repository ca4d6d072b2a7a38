import { RESPONSE_KINDS } from "@/lib/domain/touches";
import { Prisma } from "@/prisma/generated/client";

const RESPONSES = Prisma.join(RESPONSE_KINDS.map((kind) => Prisma.sql`${kind}::touch_kind`));

/**
 * The latest cycle of some leads as a new one depends on it (lib/domain/recycling.ts): `number`, `stage`, `ended_at`, "endedOn" and
 * "lastResponseOn" beside all columns of `asked`. Leads without a cycle are left out.
 * @param asked relation with the columns `lead_id` and `on_day`, the day of the hand-over
 */
export const lastCycles = (asked: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT x.*, c.number::int AS number, c.stage::text AS stage, ended.at AS ended_at, (ended.at AT TIME ZONE o.time_zone)::date::text AS "endedOn",
    (SELECT max(t.touched_on)::text FROM touches t
      WHERE t.lead_id = x.lead_id AND t.kind IN (${RESPONSES}) AND t.touched_on <= x.on_day) AS "lastResponseOn"
  FROM (${asked}) AS x CROSS JOIN organisation o
  CROSS JOIN LATERAL (SELECT * FROM cycles WHERE lead_id = x.lead_id ORDER BY number DESC LIMIT 1) AS c
  CROSS JOIN LATERAL (
    SELECT CASE c.stage WHEN 'rejected' THEN c.decided_at WHEN 'expired' THEN
      (SELECT max(e.at) FROM lifecycle_events e WHERE e.cycle_id = c.id AND e.to_stage = 'expired') END AS at
  ) AS ended`;
