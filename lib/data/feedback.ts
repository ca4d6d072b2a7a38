import "server-only";
import { createHash } from "node:crypto";
import { type Actor, authorize } from "@/lib/auth/actor";
import { atOneMoment } from "@/lib/data/metrics-document";
import { db } from "@/lib/db";
import { canonicalJson } from "@/lib/domain/canonical";
import { type DateRange, dateIn, type IsoDate } from "@/lib/domain/dates";
import { type CampaignFact, type FeedbackLane, feedback, type LostFact } from "@/lib/domain/feedback";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { metricsWindows, type SegmentSetting, type SourceSetting } from "@/lib/domain/metrics-facts";
import { latestMonday } from "@/lib/domain/weeks";
import { AppError } from "@/lib/errors";
import type { PrismaClient } from "@/prisma/generated/client";
import { fetchMetricsSettings } from "./metrics-settings";
import type { Reader } from "./reader";
import { fetchFrozen } from "./snapshots";

export const FEEDBACK_OBJECT = "feedback";
export const feedbackObject = (asOf: IsoDate): string => `${FEEDBACK_OBJECT}:${asOf}`;

export interface FeedbackReceipt {
  by: string;
  at: Date;
}

export interface FeedbackPage {
  asOf: IsoDate;
  /** The Monday that is current; nothing later is shown. */
  current: IsoDate;
  zone: string;
  /** Days of hand-over. */
  window: DateRange;
  lanes: FeedbackLane[];
  /** What the frozen Monday said, without deals; null while it is live. */
  frozen: MetricsDocument | null;
  receipt: FeedbackReceipt | null;
  sources: readonly SourceSetting[];
  segments: readonly SegmentSetting[];
}

/** SHA-256 in hex of the whole table, by which a receipt knows that what was read is what stands there. */
export const feedbackHash = (lanes: readonly FeedbackLane[]): string =>
  createHash("sha256").update(canonicalJson(lanes)).digest("hex");

/** Cycles of the window by campaign as their lead names it now, each with its deals; one pass over what was handed over in it. */
function campaignFacts(reader: Reader, { from, to }: DateRange): Promise<CampaignFact[]> {
  return reader.$queryRaw<CampaignFact[]>`
    SELECT c.source_code AS source, c.lane::text AS lane, l.campaign, count(*)::int AS n,
      count(*) FILTER (WHERE c.stage IN ('sal', 'sql', 'pipeline'))::int AS accepted,
      json_build_object('out_of_icp', count(*) FILTER (WHERE c.stage = 'rejected' AND c.reason = 'out_of_icp'),
        'wrong_persona', count(*) FILTER (WHERE c.stage = 'rejected' AND c.reason = 'wrong_persona'),
        'no_intent', count(*) FILTER (WHERE c.stage = 'rejected' AND c.reason = 'no_intent'),
        'bad_data', count(*) FILTER (WHERE c.stage = 'rejected' AND c.reason = 'bad_data'),
        'already_in_pipeline', count(*) FILTER (WHERE c.stage = 'rejected' AND c.reason = 'already_in_pipeline')) AS "rejectedBy",
      count(*) FILTER (WHERE c.stage IN ('mql', 'referred', 'expired'))::int AS unworked,
      count(*) FILTER (WHERE c.stage IN ('sql', 'pipeline'))::int AS sql,
      coalesce(sum(d.won), 0)::int AS won, coalesce(sum(d.lost), 0)::int AS lost
    FROM cycles c JOIN leads l ON l.id = c.lead_id
    LEFT JOIN (SELECT x.origin_cycle_id, count(*) FILTER (WHERE x.outcome = 'won') AS won,
        count(*) FILTER (WHERE x.outcome = 'lost') AS lost
      FROM opportunities x JOIN cycles own ON own.id = x.origin_cycle_id
      WHERE own.handed_over_on BETWEEN ${from}::date AND ${to}::date GROUP BY x.origin_cycle_id) d ON d.origin_cycle_id = c.id
    WHERE c.handed_over_on BETWEEN ${from}::date AND ${to}::date
    GROUP BY c.source_code, c.lane, l.campaign`;
}

/** Lost deals of the same cycles by the reason that the CRM gives. */
function lostFacts(reader: Reader, { from, to }: DateRange): Promise<LostFact[]> {
  return reader.$queryRaw<LostFact[]>`
    SELECT c.source_code AS source, c.lane::text AS lane, l.campaign, x.lost_reason AS reason,
      count(*)::int AS count
    FROM cycles c JOIN leads l ON l.id = c.lead_id JOIN opportunities x ON x.origin_cycle_id = c.id AND x.outcome = 'lost'
    WHERE c.handed_over_on BETWEEN ${from}::date AND ${to}::date
    GROUP BY c.source_code, c.lane, l.campaign, x.lost_reason`;
}

async function receiptOf(reader: Reader, asOf: IsoDate): Promise<FeedbackReceipt | null> {
  const [receipt] = await reader.$queryRaw<FeedbackReceipt[]>`
    SELECT u.name AS by, f.at FROM feedback_receipts f JOIN users u ON u.id = f.user_id WHERE f.as_of = ${asOf}::date`;
  return receipt ?? null;
}

async function latestFrozen(reader: Reader, today: IsoDate): Promise<IsoDate | null> {
  const [row] = await reader.$queryRaw<{ asOf: IsoDate | null }[]>`
    SELECT max(as_of)::text AS "asOf" FROM snapshots WHERE as_of <= ${today}::date`;
  return row?.asOf ?? null;
}

function notYet(asOf: IsoDate, current: IsoDate): AppError {
  const message = `The Monday of ${asOf} has not come yet, so there is no feedback of it. The latest is that of ${current}.`;
  return new AppError("NOT_FOUND", { field: "as_of", message });
}

/**
 * Feedback to marketing (product.md A13) for the hand-overs of a Monday's acceptance window, with today's knowledge; a frozen
 * Monday keeps the window that was frozen with it.
 * @param asked a Monday; null for the latest frozen one, and the current one before any is
 * @throws AppError FORBIDDEN, NOT_FOUND for a Monday that has not come, SETTINGS_MISSING
 */
export async function readFeedback(
  actor: Actor,
  asked: IsoDate | null,
  now: Date,
  prisma: PrismaClient = db(),
): Promise<FeedbackPage> {
  await authorize(actor, "metrics.read", FEEDBACK_OBJECT);
  return atOneMoment(prisma, async (reader) => {
    const { calendar } = await fetchMetricsSettings(reader);
    const today = dateIn(now, calendar.zone);
    const current = latestMonday(today);
    const asOf = asked ?? (await latestFrozen(reader, today)) ?? current;
    if (asOf > current) throw notYet(asOf, current);
    const settings = await fetchMetricsSettings(reader, { frozen: asOf });
    const { document: frozen } = await fetchFrozen(reader, asOf);
    const window = frozen?.acceptance.window ?? metricsWindows(asOf, settings).acceptance;
    const facts = await campaignFacts(reader, window);
    const lost = await lostFacts(reader, window);
    const receipt = await receiptOf(reader, asOf);
    const { sources, segments } = settings;
    const lanes = feedback(
      facts,
      lost,
      sources.map(({ code }) => code),
    );
    return { asOf, current, zone: calendar.zone, window, lanes, frozen, receipt, sources, segments };
  });
}
