import { merge, type Records } from "./ingest";

/** V4 to V10 of metrics.md §7 as canonical records: one won deal each. */

interface DealSpec {
  id: string;
  amount: string;
  created: string;
  won?: string;
  byTeam?: "sales";
  /** Date, source and, where it is no response, kind. */
  touches?: readonly (readonly [date: string, source: string, kind?: string])[];
}

function dealOf({ id, amount, created, won = "2027-06-30", byTeam, touches = [] }: DealSpec): Records {
  return {
    opportunities: [
      {
        external_id: id,
        account: `${id} account`,
        created_at: created,
        created_by_team: byTeam,
        currency: "USD",
        amount,
        stage: "Closed Won",
        outcome: "won",
        closed_at: won,
      },
    ],
    touches: touches.map(([date, source, kind = "form"], index) => ({
      external_id: `${id}-${index}`,
      opportunity_external_id: id,
      source,
      kind,
      touched_at: date,
    })),
  };
}

const V4 = [
  ["04-01", "paid_search"],
  ["05-08", "webinar"],
  ["05-20", "intent"],
  ["06-20", "customer_referral"],
].map(([day, source]) => [`2027-${day}`, source ?? ""] as const);

/** V4 to V10, one won deal each. */
export const DEALS: Records = merge(
  [
    {
      id: "V4",
      amount: "100000.00",
      created: "2027-05-10",
      touches: [["2027-03-15", "content_syndication"] as const, ...V4],
    },
    {
      id: "V4-late",
      amount: "100000.00",
      created: "2027-05-10",
      touches: [["2027-03-31", "paid_search"] as const, ...V4.slice(1)],
    },
    { id: "V5", amount: "10000.01", created: "2027-05-10", touches: [["2027-05-01", "webinar"]] as const },
    {
      id: "V6-call",
      amount: "500.00",
      created: "2027-05-10",
      byTeam: "sales" as const,
      touches: [["2027-05-10", "outbound_bdr", "outbound_call"]] as const,
    },
    { id: "V6-none", amount: "500.00", created: "2027-05-10" },
    {
      id: "V7",
      amount: "100.01",
      created: "2027-05-10",
      touches: [
        ["2027-04-10", "paid_search"],
        ["2027-05-01", "webinar"],
        ["2027-06-20", "intent"],
      ] as const,
    },
    {
      id: "V8",
      amount: "1000.00",
      created: "2027-05-10",
      touches: [
        ["2027-04-10", "paid_search"],
        ["2027-04-10", "webinar"],
        ["2027-05-01", "outbound_bdr"],
        ["2027-06-20", "customer_referral"],
      ] as const,
    },
    { id: "V9", amount: "1000.00", created: "2027-01-10", touches: [["2027-06-01", "webinar"]] as const },
    {
      id: "V10",
      amount: "1000.00",
      created: "2027-05-10",
      touches: [
        ["2027-05-01", "webinar"],
        ["2027-05-11", "intent"],
        ["2027-06-30", "customer_referral"],
        ["2027-07-01", "paid_search"],
      ] as const,
    },
  ].map(dealOf),
);
