import { atRiskBounds } from "@/lib/domain/at-risk";
import type { MetricsSettings } from "@/lib/domain/metrics-facts";
import { Prisma } from "@/prisma/generated/client";
import type { Reader } from "./reader";

/** Counting stops here: beyond it the Monday page says "999+". */
export const AT_RISK_CAP = 999;

/** Open cycles by their SLAs at one moment; each count ends at `AT_RISK_CAP`. */
export interface AtRisk {
  /** Not touched, and at most the at-risk working time left. */
  readonly touch: number;
  readonly decision: number;
  /** Past the decision SLA. */
  readonly decisionMissed: number;
}

/** Open cycles with a condition on their due times, person by person along the index of the queue. */
function capped(condition: Prisma.Sql): Prisma.Sql {
  const open = Prisma.sql`SELECT FROM cycles c WHERE c.stage IN ('mql', 'referred') AND ${condition}`;
  const limit = Prisma.sql`LIMIT ${AT_RISK_CAP}`;
  return Prisma.sql`(SELECT count(*)::int FROM (
    (SELECT FROM users u CROSS JOIN LATERAL (${open} AND c.assigned_id = u.id ${limit}) AS theirs ${limit})
    UNION ALL (${open} AND c.assigned_id IS NULL ${limit})
    ${limit}) AS counted)`;
}

/** What is at risk at `now`, in one statement that reads at most `AT_RISK_CAP` cycles a person. */
export async function fetchAtRisk(db: Reader, now: Date, settings: MetricsSettings): Promise<AtRisk> {
  const { until, touchDecideFrom, touchDecideUntil } = atRiskBounds(
    now,
    settings.calendar,
    settings,
    settings.earlierSlas,
  );
  const touch = Prisma.sql`c.first_touched_at IS NULL AND c.touch_by BETWEEN ${now} AND ${until}
    AND c.decide_by BETWEEN ${touchDecideFrom} AND ${touchDecideUntil}`;
  const [counts] = await db.$queryRaw<[AtRisk]>(Prisma.sql`
    SELECT ${capped(touch)} AS touch, ${capped(Prisma.sql`c.decide_by BETWEEN ${now} AND ${until}`)} AS decision,
      ${capped(Prisma.sql`c.decide_by < ${now}`)} AS "decisionMissed"`);
  return counts;
}
