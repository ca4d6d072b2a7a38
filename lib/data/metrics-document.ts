import "server-only";
import { db } from "@/lib/db";
import { canonicalJson } from "@/lib/domain/canonical";
import type { IsoDate } from "@/lib/domain/dates";
import { computeMetrics } from "@/lib/domain/metrics";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { metricsDocument } from "@/lib/domain/metrics-json";
import { Prisma, type PrismaClient } from "@/prisma/generated/client";
import { fetchMetricsFacts } from "./metrics";
import { fetchDeals } from "./metrics-deals";
import type { Reader } from "./reader";
import { snapshotJson } from "./snapshots";

/** Enough for the deals of a quarter of a very large company. */
const PATIENCE = { timeout: 60_000, maxWait: 5_000 };

/** Runs several reads against one moment of the database, so that tables and deals agree while an import commits. */
export function atOneMoment<T>(prisma: PrismaClient, read: (reader: Reader) => Promise<T>): Promise<T> {
  return prisma.$transaction(read, { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead, ...PATIENCE });
}

/** The live document of a Monday with its deals, from what is known now. Throws as `metricsJson`. */
export async function fetchLiveDocument(reader: Reader, asOf: IsoDate): Promise<MetricsDocument> {
  const metrics = computeMetrics(await fetchMetricsFacts(reader, asOf));
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
