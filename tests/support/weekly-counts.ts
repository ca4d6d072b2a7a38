import type { WeeklyCounts } from "@/lib/domain/counts";
import type { ReasonCounts } from "@/lib/domain/reasons";

type Row = Omit<Partial<WeeklyCounts>, "rejectedBy"> & { rejectedBy?: Partial<ReasonCounts> };

/** One row of counters, by default a standard-lane paid search week of 2027-06-07 with nothing. */
export function weekly({ rejectedBy, ...row }: Row): WeeklyCounts {
  return {
    source: "paid_search",
    segment: "SMB",
    lane: "standard",
    week: "2027-06-07",
    handedOver: 0,
    accepted: 0,
    expired: 0,
    touchedInTime: 0,
    decidedInTime: 0,
    recycled: 0,
    ...row,
    rejectedBy: {
      out_of_icp: 0,
      wrong_persona: 0,
      no_intent: 0,
      bad_data: 0,
      already_in_pipeline: 0,
      ...rejectedBy,
    },
  };
}

/** The sources of metrics.md §1 in their order, and their default floors of §2. */
export const SOURCES = [
  "paid_search",
  "content_syndication",
  "webinar",
  "partner_referral",
  "intent",
  "outbound_bdr",
  "customer_referral",
];

export const FLOORS = {
  bySource: new Map<string, string | null>([
    ["paid_search", "55"],
    ["content_syndication", "40"],
    ["webinar", "50"],
    ["partner_referral", "70"],
    ["intent", "45"],
    ["outbound_bdr", "35"],
    ["customer_referral", null],
  ]),
  overrides: new Map<string, string | null>(),
  minimumN: 10,
};
