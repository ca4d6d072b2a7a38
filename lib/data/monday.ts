import "server-only";
import { db } from "@/lib/db";
import type { Clock } from "@/lib/domain/cures";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { computeMetrics, metricsTrend } from "@/lib/domain/metrics";
import { documentSnapshot } from "@/lib/domain/metrics-cures";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { MetricsSettings, SegmentSetting, SourceSetting } from "@/lib/domain/metrics-facts";
import { metricsDocument } from "@/lib/domain/metrics-json";
import type { Reason } from "@/lib/domain/reasons";
import { rowClocks } from "@/lib/domain/row-clocks";
import type { RetrainFlag } from "@/lib/domain/stack";
import type { AcceptanceTrend } from "@/lib/domain/trend";
import { latestMonday } from "@/lib/domain/weeks";
import { type AtRisk, fetchAtRisk } from "./at-risk";
import { auditHead } from "./audit-head";
import { fetchMondayFacts } from "./metrics";
import { fetchMetricsSettings } from "./metrics-settings";
import { type RecordedCount, recordedCount } from "./mondays";
import type { Reader } from "./reader";
import { currentReasonOwners, reasonOwnersAt } from "./reason-owners";
import { type Coverage, fetchCoverage } from "./receipts";
import { restatedFigures } from "./restatements";
import { retrainFlags } from "./stack";

/** All that the Monday page draws. The document is the JSON of the API without its deals: the page adds no figure to it. */
export interface Monday {
  document: MetricsDocument;
  /** The clocks of its rows, with what reviews made of them since. */
  clocks: readonly Clock[];
  /** The last 12 Mondays with today's knowledge, also beside a frozen document. */
  trend: AcceptanceTrend;
  /** When it was frozen; null while it is live. */
  takenAt: Date | null;
  /** The named person of each reason, on a frozen page of that moment; a reason without one is missing. */
  owners: ReadonlyMap<Reason, string>;
  /** Who has read the version that is in force now, whatever Monday is shown; null while none is. */
  coverage: Coverage | null;
  /** Retrains of the scoring model inside the freeze that holds now. */
  retrains: readonly RetrainFlag[];
  /** At `now`, whatever Monday is shown. */
  atRisk: AtRisk;
  sources: readonly SourceSetting[];
  segments: readonly SegmentSetting[];
  /** Figures of a frozen Monday that are known otherwise by now, and what its snapshot recorded of the one before it. */
  restated: { today: number; recorded: RecordedCount | null };
  /** Of the agreement that the document names, for words on the page. */
  minimumN: number;
  followUpHours: number;
}

/** The Monday that is current in the organisation's zone. */
export async function currentMonday(now: Date, reader: Reader = db()): Promise<IsoDate> {
  const { calendar } = await fetchMetricsSettings(reader);
  return latestMonday(dateIn(now, calendar.zone));
}

/** What a Monday comes to at one head of the audit chain. */
interface Known
  extends Pick<
    Monday,
    | "document"
    | "takenAt"
    | "clocks"
    | "trend"
    | "owners"
    | "coverage"
    | "retrains"
    | "restated"
    | "minimumN"
    | "followUpHours"
  > {
  readonly settings: MetricsSettings;
}

/** By head and Monday. */
const remembered = new Map<string, Known>();
const REMEMBER = 20;

/** The settings at the latest head that was seen. */
let latest: { head: string; settings: MetricsSettings } | null = null;

type Terms = Pick<Monday, "minimumN" | "followUpHours">;

/** A frozen page was judged under the agreement that it names; the document itself does not hold these two. */
async function termsOf(document: MetricsDocument, settings: MetricsSettings, reader: Reader): Promise<Terms> {
  const { followUpHours, floors, agreementVersion } = settings;
  const inForce = { minimumN: floors.minimumN, followUpHours };
  if (document.agreement_version === agreementVersion) return inForce;
  const [own] = await reader.$queryRaw<Terms[]>`
    SELECT minimum_n AS "minimumN", follow_up_hours::int AS "followUpHours" FROM agreements
    WHERE version = ${document.agreement_version}`;
  return own ?? inForce;
}

async function compute(reader: Reader, asOf: IsoDate, settings: MetricsSettings): Promise<Known> {
  const [monday, recorded, coverage, retrains] = await Promise.all([
    fetchMondayFacts(reader, asOf, settings),
    recordedCount(reader, asOf),
    fetchCoverage(reader),
    retrainFlags(reader),
  ]);
  const { facts, frozen, takenAt, decided } = monday;
  const owners = await (takenAt ? reasonOwnersAt(reader, takenAt) : currentReasonOwners(reader));
  const restated = { today: (await restatedFigures(reader, monday, settings)).length, recorded };
  // The frozen document stands for the live one.
  const document = frozen ?? metricsDocument(computeMetrics(facts), []);
  const terms = await termsOf(document, settings, reader);
  const today = documentSnapshot(asOf, document);
  const clocks = rowClocks(document.cures, facts, { today, decided });
  const trend = metricsTrend(facts);
  return { settings, document, takenAt, clocks, trend, owners, coverage, retrains, restated, ...terms };
}

/** What is known of a Monday, null for the current one; read again only when the head is another one. */
async function known(reader: Reader, asked: IsoDate | null, now: Date): Promise<Known> {
  // Before the facts: they may then be newer than their head, never older.
  const head = await auditHead(reader);
  const settings = head !== null && latest?.head === head ? latest.settings : await fetchMetricsSettings(reader);
  const asOf = asked ?? latestMonday(dateIn(now, settings.calendar.zone));
  if (head === null) return compute(reader, asOf, settings);
  latest = { head, settings };
  const key = `${head} ${asOf}`;
  const found = remembered.get(key);
  if (found) return found;
  const made = await compute(reader, asOf, settings);
  if (remembered.size >= REMEMBER) remembered.clear();
  remembered.set(key, made);
  return made;
}

/**
 * The Monday page: `asOf` is a Monday, or null for the current one. Two small statements while nothing was written since
 * it was last read; else a few more, whose rows do not grow with leads, touches or opportunities. Throws AppError
 * SETTINGS_MISSING, CalendarEmptyError.
 */
export async function readMonday(asOf: IsoDate | null, now: Date, reader: Reader = db()): Promise<Monday> {
  const { settings, ...figures } = await known(reader, asOf, now);
  const { sources, segments } = settings;
  return { ...figures, atRisk: await fetchAtRisk(reader, now, settings), sources, segments };
}
