import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { Floors } from "@/lib/domain/acceptance";
import { cellKey } from "@/lib/domain/acceptance";
import { type Breach, breachesOf } from "@/lib/domain/breaches";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { computeMetrics } from "@/lib/domain/metrics";
import type { MetricsSettings } from "@/lib/domain/metrics-facts";
import { parseMoney } from "@/lib/domain/money";
import type { Segment } from "@/lib/domain/segments";
import { type FloorTerm, type Terms, termsText } from "@/lib/domain/terms";
import { latestMonday } from "@/lib/domain/weeks";
import { Prisma } from "@/prisma/generated/client";
import { currentAgreement, editedAgreement } from "./agreements";
import { lastSeen } from "./changes";
import { fetchMondayFacts } from "./metrics";
import { atOneMoment } from "./metrics-document";
import { fetchMetricsSettings } from "./metrics-settings";
import { fetchFactsUnder } from "./metrics-terms";
import type { Reader } from "./reader";

export const termsObject = (version: number): string => `floors:${version}`;

/**
 * One row of `Terms` of a version: decimals without trailing zeros, floors by source and segment. Services run it in their
 * transaction.
 */
export function termsSql(version: number): Prisma.Sql {
  return Prisma.sql`
    SELECT trim_scale(rejection_cap)::text AS "rejectionCap", trim_scale(pipeline_floor)::text AS "pipelineFloor",
      trim_scale(cost_line)::text AS "costLine", trim_scale(acv_min)::text AS "acvMin", trim_scale(acv_max)::text AS "acvMax",
      minimum_n AS "minimumN", ARRAY[weight_first, weight_created, weight_won]::int[] AS weights, lookback_days::int AS "lookbackDays",
      decision_days::int AS "decisionDays", follow_up_hours::int AS "followUpHours",
      (SELECT coalesce(json_agg(json_build_object('source', f.source_code, 'segment', f.segment_code, 'percent', trim_scale(f.percent)::text)
        ORDER BY s.position, f.source_code COLLATE "C", f.segment_code NULLS FIRST), '[]')
        FROM floors f JOIN sources s ON s.code = f.source_code WHERE f.agreement_version = version) AS floors
    FROM agreements WHERE version = ${version}`;
}

/** The terms of a version. No gate. */
export async function fetchTerms(reader: Reader, version: number): Promise<Terms> {
  const [row] = await reader.$queryRaw<Terms[]>(termsSql(version));
  if (!row) throw new Error(`agreement ${version} is missing`);
  return row;
}

/** Codes and labels of the configured sources and the segments, in their order: the rows and columns of the floors. */
export interface FloorUnits {
  sources: { code: string; label: string; isActive: boolean }[];
  segments: { code: Segment; label: string }[];
}

export interface FloorsPage extends FloorUnits {
  version: number;
  terms: Terms;
  currency: string;
  seen: bigint;
}

/** Floors and limits of the version that judges, or of the one that is edited. Throws AppError FORBIDDEN, SETTINGS_MISSING. */
export async function readFloors(actor: Actor, which: "judging" | "edited" = "judging"): Promise<FloorsPage> {
  await authorize(actor, "agreement.read", "floors");
  const { version } = await (which === "judging" ? currentAgreement : editedAgreement)(db());
  const [terms, { currency, sources, segments }, seen] = await Promise.all([
    fetchTerms(db(), version),
    fetchMetricsSettings(db()),
    lastSeen(termsObject(version)),
  ]);
  const configured = sources.filter(({ isUnmapped }) => !isUnmapped);
  return { version, terms, currency, seen, sources: configured, segments: [...segments] };
}

function floorsOf(floors: readonly FloorTerm[], minimumN: number): Floors {
  const bySource = floors
    .filter(({ segment }) => segment === null)
    .map(({ source, percent }) => [source, percent] as const);
  const overrides = floors.flatMap(({ source, segment, percent }) =>
    segment === null ? [] : [[cellKey(source, segment), percent] as const],
  );
  return { bySource: new Map(bySource), overrides: new Map(overrides), minimumN };
}

/** The settings as they would be with these terms. */
function withTerms(settings: MetricsSettings, terms: Terms): MetricsSettings {
  const { floors, minimumN, acvMin, acvMax, ...rest } = terms;
  const acvBand = { from: parseMoney(acvMin) ?? 0n, to: parseMoney(acvMax) ?? 0n };
  return { ...settings, ...rest, floors: floorsOf(floors, minimumN), acvBand };
}

export interface BreachPreview {
  /** The current Monday. */
  asOf: IsoDate;
  now: Breach[];
  /** With the terms of the draft, by the code that computes the Monday page. */
  draft: Breach[];
  /** Won deals whose credits would be computed again: weights or lookback differ. */
  recredited: boolean;
}

/** What would breach today with other terms, against now. Throws AppError FORBIDDEN, CalendarEmptyError. */
export async function previewBreaches(actor: Actor, terms: Terms, now: Date): Promise<BreachPreview> {
  await authorize(actor, "agreement.edit", "floors");
  return atOneMoment(db(), async (reader) => {
    const settings = await fetchMetricsSettings(reader);
    const asOf = latestMonday(dateIn(now, settings.calendar.zone));
    const { facts } = await fetchMondayFacts(reader, asOf, settings);
    const then = await fetchFactsUnder(reader, asOf, withTerms(settings, terms));
    const model = (of: Terms): string => {
      const text = termsText(of);
      return [text.lookback_days, text.weight_first, text.weight_created, text.weight_won].join();
    };
    const stored = await fetchTerms(reader, settings.agreementVersion);
    return {
      asOf,
      now: breachesOf(computeMetrics(facts)),
      draft: breachesOf(computeMetrics(then)),
      recredited: model(stored) !== model(terms),
    };
  });
}
