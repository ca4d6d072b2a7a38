import "server-only";
import { db } from "@/lib/db";
import type { DateRange, IsoDate } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { Reader } from "./reader";
import { WITHOUT_DEALS } from "./snapshots";

/** A frozen Monday as reviews read it. */
export interface FrozenMonday {
  /** Its hash filled in, its deals left out. */
  document: MetricsDocument;
  /** Of the agreement that judged it. */
  minimumN: number;
}

/** All frozen Mondays, oldest first. */
export async function readMondays(reader: Reader = db()): Promise<IsoDate[]> {
  const rows = await reader.$queryRaw<{ asOf: IsoDate }[]>`SELECT as_of::text AS "asOf" FROM snapshots ORDER BY as_of`;
  return rows.map(({ asOf }) => asOf);
}

/** The frozen Mondays between two days, oldest first. */
export async function readFrozen({ from, to }: DateRange, reader: Reader = db()): Promise<FrozenMonday[]> {
  const rows = await reader.$queryRaw<{ payload: string; hash: string; minimumN: number }[]>`
    SELECT ${WITHOUT_DEALS} AS payload, encode(hash, 'hex') AS hash, a.minimum_n AS "minimumN"
    FROM snapshots s JOIN agreements a ON a.version = s.agreement_version
    WHERE as_of BETWEEN ${from}::date AND ${to}::date ORDER BY as_of`;
  return rows.map(({ payload, hash, minimumN }) => ({
    document: { ...(JSON.parse(payload) as MetricsDocument), hash },
    minimumN,
  }));
}
