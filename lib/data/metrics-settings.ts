import type { Floors } from "@/lib/domain/acceptance";
import { cellKey } from "@/lib/domain/acceptance";
import type { AgreedTime } from "@/lib/domain/agreement-document";
import type { IsoDate } from "@/lib/domain/dates";
import { boundedMemo } from "@/lib/domain/memo";
import type { MetricsSettings, SegmentSetting, SourceSetting } from "@/lib/domain/metrics-facts";
import { parseMoney } from "@/lib/domain/money";
import type { Segment } from "@/lib/domain/segments";
import { inHours } from "@/lib/domain/working-time";
import { Prisma } from "@/prisma/generated/client";
import { JUDGES_FROM } from "./agreement-eras";
import type { Reader } from "./reader";
import { settingsMissing } from "./settings-missing";

interface FloorRow {
  source: string;
  segment: Segment | null;
  percent: string;
}

/** One row; every decimal is text without trailing zeros. */
interface SettingsRow {
  timeZone: string;
  currency: string;
  fiscalYearStartMonth: number;
  weeklyCapacity: number;
  workingDays: number[];
  startMinute: number;
  endMinute: number;
  agreementVersion: number;
  rejectionCap: string;
  pipelineFloor: string;
  costLine: string;
  acvMin: string;
  acvMax: string;
  minimumN: number;
  weights: [number, number, number];
  lookbackDays: number;
  decisionDays: number;
  followUpHours: number;
  /** Of a version that is asked for by name or moment and keeps its own; else that of today counts. */
  judgedTime: AgreedTime | null;
  /** A version that nobody signed counts in the working time of today. */
  earlierSlas: { until: string; decisionDays: number; followUpHours: number; workingTime: AgreedTime | null }[];
  holidays: IsoDate[];
  floors: FloorRow[];
  sources: SourceSetting[];
  segments: SegmentSetting[];
  activeSdrs: number;
  unmappedStages: string[];
}

function floorsOf(rows: readonly FloorRow[], minimumN: number): Floors {
  const bySource = new Map<string, string | null>();
  const overrides = new Map<string, string | null>();
  for (const { source, segment, percent } of rows) {
    if (segment === null) bySource.set(source, percent);
    else overrides.set(cellKey(source, segment), percent);
  }
  return { bySource, overrides, minimumN };
}

function settingsOf(row: SettingsRow): MetricsSettings {
  const {
    timeZone,
    workingDays,
    startMinute,
    endMinute,
    holidays,
    judgedTime,
    floors,
    minimumN,
    acvMin,
    acvMax,
    ...rest
  } = row;
  const calendar = { zone: timeZone, workingDays, startMinute, endMinute, holidays: new Set(holidays) };
  return {
    ...rest,
    calendar: judgedTime ? inHours(calendar, judgedTime) : calendar,
    earlierSlas: row.earlierSlas.map(({ until, workingTime, ...slas }) => ({
      ...slas,
      until: new Date(until),
      calendar: workingTime ? inHours(calendar, workingTime) : calendar,
    })),
    floors: floorsOf(floors, minimumN),
    acvBand: { from: parseMoney(acvMin) ?? 0n, to: parseMoney(acvMax) ?? 0n },
  };
}

/** Settings change rarely: equal rows are one object, on which what was computed under them can be remembered. */
const parsedSettings = boundedMemo(4, (text: string) => settingsOf(JSON.parse(text)));

const JUDGING = Prisma.sql`SELECT * FROM agreements WHERE status IN ('provisional', 'in_force')`;

/** All versions that ever judged, each with the beginning of the next one. */
const JUDGED = Prisma.sql`
  SELECT *, lead(${JUDGES_FROM}) OVER (ORDER BY ${JUDGES_FROM} NULLS FIRST, version) AS next_from
  FROM agreements WHERE status IN ('provisional', 'in_force', 'superseded')`;

/** Whose terms other than those of today: of the version that judged at a moment, or of the one that a frozen Monday names. */
export type JudgedBy = { readonly at: Date } | { readonly frozen: IsoDate };

/** Before the first agreement that is the first version, which nobody signed; a Monday that is not frozen is judged by today's. */
const judgedBy = (judged: JudgedBy): Prisma.Sql =>
  "at" in judged
    ? Prisma.sql`
      SELECT * FROM agreements
      WHERE status IN ('provisional', 'in_force', 'superseded') AND (${JUDGES_FROM} <= ${judged.at}) IS NOT FALSE
      ORDER BY ${JUDGES_FROM} DESC NULLS LAST, version LIMIT 1`
    : Prisma.sql`
      SELECT * FROM agreements WHERE version = coalesce((SELECT agreement_version FROM snapshots WHERE as_of = ${judged.frozen}::date),
        (SELECT version FROM agreements WHERE status IN ('provisional', 'in_force')))`;

/**
 * The settings that the metrics read, in one statement: organisation, calendar, the agreement that judges with its floors,
 * sources in their order, segments, active BDRs, stage names without a translation. Throws AppError SETTINGS_MISSING on a
 * database without them.
 * @param judged whose terms instead; everything else is as it is now
 */
export async function fetchMetricsSettings(db: Reader, judged?: JudgedBy): Promise<MetricsSettings> {
  const [row] = await db.$queryRaw<SettingsRow[]>`
    SELECT o.time_zone AS "timeZone", o.currency::text AS currency, o.fiscal_year_start_month::int AS "fiscalYearStartMonth",
      o.sdr_weekly_capacity AS "weeklyCapacity", o.working_days::int[] AS "workingDays",
      o.work_start_minute::int AS "startMinute", o.work_end_minute::int AS "endMinute",
      a.version AS "agreementVersion", trim_scale(a.rejection_cap)::text AS "rejectionCap",
      trim_scale(a.pipeline_floor)::text AS "pipelineFloor", trim_scale(a.cost_line)::text AS "costLine",
      a.acv_min::text AS "acvMin", a.acv_max::text AS "acvMax", a.minimum_n AS "minimumN",
      ARRAY[a.weight_first, a.weight_created, a.weight_won]::int[] AS weights, a.lookback_days::int AS "lookbackDays",
      a.decision_days::int AS "decisionDays", a.follow_up_hours::int AS "followUpHours",
      ${judged ? Prisma.sql`a.working_time` : Prisma.sql`NULL::jsonb`} AS "judgedTime",
      (SELECT coalesce(json_agg(json_build_object('until', coalesce(next_from, superseded_at), 'decisionDays', decision_days,
        'followUpHours', follow_up_hours, 'workingTime', working_time) ORDER BY version), '[]')
        FROM (${JUDGED}) AS j WHERE status = 'superseded') AS "earlierSlas",
      ARRAY(SELECT day::text FROM holidays ORDER BY day) AS holidays,
      (SELECT coalesce(json_agg(json_build_object('source', f.source_code, 'segment', f.segment_code, 'percent', trim_scale(f.percent)::text)), '[]')
        FROM floors f WHERE f.agreement_version = a.version) AS floors,
      (SELECT coalesce(json_agg(json_build_object('code', code, 'label', label, 'isUnmapped', is_unmapped, 'isActive', is_active)
        ORDER BY is_unmapped, position, code COLLATE "C"), '[]') FROM sources) AS sources,
      (SELECT coalesce(json_agg(json_build_object('code', code, 'label', label) ORDER BY position, code), '[]') FROM segments) AS segments,
      (SELECT count(*)::int FROM users WHERE role = 'bdr' AND active) AS "activeSdrs",
      ARRAY(SELECT name FROM unmapped_stages ORDER BY key COLLATE "C") AS "unmappedStages"
    FROM organisation o
    CROSS JOIN LATERAL (${judged ? judgedBy(judged) : JUDGING}) AS a
    WHERE o.id = 1`;
  if (row) return parsedSettings(JSON.stringify(row));
  throw settingsMissing();
}
