import "server-only";
import { db } from "@/lib/db";
import { canonicalJson } from "@/lib/domain/canonical";
import type { IsoDate } from "@/lib/domain/dates";
import { computeMetrics } from "@/lib/domain/metrics";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { MetricsFacts } from "@/lib/domain/metrics-facts";
import { metricsDocument } from "@/lib/domain/metrics-json";
import { Prisma, type PrismaClient } from "@/prisma/generated/client";
import { fetchMondayFacts } from "./metrics";
import { fetchDeals } from "./metrics-deals";
import { fetchMetricsSettings } from "./metrics-settings";
import { fetchFactsUnder } from "./metrics-terms";
import type { Reader } from "./reader";
import { snapshotJson } from "./snapshots";

/** Enough for the deals of a quarter of a very large company. */
const PATIENCE = { timeout: 60_000, maxWait: 5_000 };

/** Runs several reads against one moment of the database, so that tables and deals agree while an import commits. */
export function atOneMoment<T>(prisma: PrismaClient, read: (reader: Reader) => Promise<T>): Promise<T> {
  return prisma.$transaction(read, { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead, ...PATIENCE });
}

/** The facts under the terms that judged at a moment. Credits are stored: they are, and say so, of the model of today. */
async function factsJudgedAt(reader: Reader, asOf: IsoDate, at: Date | undefined): Promise<MetricsFacts> {
  const now = await fetchMetricsSettings(reader);
  const then = at ? await fetchMetricsSettings(reader, { at }) : now;
  if (then.agreementVersion === now.agreementVersion) return (await fetchMondayFacts(reader, asOf, now)).facts;
  const { weights, lookbackDays } = now;
  return fetchFactsUnder(reader, asOf, { ...then, weights, lookbackDays });
}

/**
 * The live document of a Monday with its deals, from what is known now. Throws as `metricsJson`.
 * @param judgedAt names another moment whose agreement judges it than now
 */
export async function fetchLiveDocument(reader: Reader, asOf: IsoDate, judgedAt?: Date): Promise<MetricsDocument> {
  const metrics = computeMetrics(await factsJudgedAt(reader, asOf, judgedAt));
  return metricsDocument(metrics, await fetchDeals(reader, metrics.windows.trailing));
}

/**
 * The metrics JSON of a Monday (formats.md): the frozen one where a snapshot was taken, else the live one. The same bytes
 * for everybody who asks. `asOf` is a Monday. Throws AppError SETTINGS_MISSING, CalendarEmptyError.
 */
export async function metricsJson(asOf: IsoDate, prisma: PrismaClient = db()): Promise<string> {
  const frozen = await snapshotJson(asOf, prisma);
  return frozen ?? canonicalJson(await atOneMoment(prisma, (reader) => fetchLiveDocument(reader, asOf)));
}
