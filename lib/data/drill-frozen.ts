import "server-only";
import { db } from "@/lib/db";
import type { IsoDate } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { Reader } from "./reader";
import { fetchFrozen } from "./snapshots";

/** The frozen document of a Monday, to hold against the live list behind one of its figures; null while it is live. */
export async function frozenMonday(asOf: IsoDate, reader: Reader = db()): Promise<MetricsDocument | null> {
  return (await fetchFrozen(reader, asOf)).document;
}
