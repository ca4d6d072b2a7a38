import type { AgreedTime } from "@/lib/domain/agreement-document";
import type { BusinessCalendar } from "@/lib/domain/calendar";
import { inHours } from "@/lib/domain/working-time";
import { ERAS } from "@/lib/services/agreement/version-at";
import type { Query } from "./context";

/** The two SLAs of one version, and the working time in which they are counted. */
export interface SlaEra {
  /** Since when it judged, in epoch milliseconds; the first version always had. */
  readonly from: number;
  readonly calendar: BusinessCalendar;
  readonly decisionDays: number;
  readonly followUpHours: number;
}

interface EraRow {
  from: Date | null;
  decision_days: number;
  follow_up_hours: number;
  working_time: AgreedTime | null;
}

const SLA_ERAS = `
  SELECT e."from", a.decision_days, a.follow_up_hours, a.working_time
  FROM ROWS FROM (json_to_recordset(${ERAS.text}) AS (version int, "from" timestamptz)) WITH ORDINALITY AS e (version, "from", place)
  JOIN agreements a USING (version) ORDER BY e.place`;

/**
 * The SLAs of all versions that ever judged, the latest first, as `versionAt` tells them apart: a hand-over is due by the
 * version that it points to (product.md C6). Holidays and zone are today's, and so are days and hours of work where a version
 * that nobody signed has none of its own.
 */
export async function loadSlaEras(query: Query, calendar: BusinessCalendar): Promise<SlaEra[]> {
  const rows = await query<EraRow>(SLA_ERAS);
  return rows.map(({ from, decision_days, follow_up_hours, working_time: time }, index) => ({
    from: index === rows.length - 1 ? Number.NEGATIVE_INFINITY : (from?.getTime() ?? Number.NaN),
    calendar: time ? inHours(calendar, time) : calendar,
    decisionDays: decision_days,
    followUpHours: follow_up_hours,
  }));
}
